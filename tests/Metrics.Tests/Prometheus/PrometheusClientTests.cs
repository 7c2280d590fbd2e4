using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;
using Rollout.Support;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>Every way in which a server may fail to answer, over real connections.</summary>
public class PrometheusClientTests
{
    [Theory]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"parse error: unexpected \u0022{\u0022\nhere"}""", true, "it does not take the query: parse error: unexpected \"{\" here")]
    [InlineData(401, "", true, "it refuses us (401, no secret is named in secretRef)")]
    [InlineData(403, "<html>go away</html>", true, "it refuses us (403, no secret is named in secretRef)")]
    [InlineData(404, "404 page not found", true, "there is no Prometheus API at this address (404); it may lie under a path")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"}""", true, "it cannot carry out the query: query processing would load too many samples into memory")]
    [InlineData(429, "", false, "it is asked too often (429)")]
    [InlineData(500, """{"error":7}""", false, "it answers 500")]
    [InlineData(502, "<html>", false, "it answers 502")]
    [InlineData(503, """{"status":"error","errorType":"timeout","error":"query timed out in query execution"}""", false, "it answers 503: query timed out in query execution")]
    [InlineData(418, "{}", true, "it answers 418")]
    public async Task Says_what_a_status_means_and_whether_waiting_may_mend_it(int status, string body, bool reached, string reason)
    {
        await using var server = await AskedServer.StartAsync();
        server.Node.AnswerWith(body, "application/json", status);
        Assert.Equal((reason, reached), await server.FailAsync());
    }

    [Fact]
    public async Task Follows_no_redirect_and_does_not_repeat_the_tickets_in_it()
    {
        await using var server = await AskedServer.StartAsync();
        server.Node.Answer = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "https://login.example/start?ticket=hunter2";
            return Task.CompletedTask;
        };
        Assert.Equal(("it redirects to https://login.example/start; write that address, or mend the proxy", true), await server.FailAsync());
        Assert.Equal(1, server.Node.Requests);
    }

    [Fact]
    public async Task Stays_away_as_long_as_it_is_asked_to_and_no_longer_than_the_limit()
    {
        var time = new ManualTime(StoredStory.Noon);
        await using var server = await AskedServer.StartAsync(new PrometheusLimits { MaxRetryAfter = TimeSpan.FromMinutes(2) }, time: time);
        server.Node.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        Assert.Equal(("it is asked too often (429)", false), await server.FailAsync());
        Assert.Equal(("it asked us to stay away for another 120 s", false), await server.FailAsync());
        Assert.Equal(1, server.Node.Requests);
        time.Advance(TimeSpan.FromMinutes(2));
        server.Node.AnswerWith(AskedServer.Nothing, "application/json");
        Assert.IsType<PrometheusAnswer.Matrix>(await server.AskAsync());
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_in_time()
    {
        await using var server = await AskedServer.StartAsync();
        server.Node.Answer = async context =>
        {
            await context.Response.WriteAsync("{", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        Assert.Equal(("no answer within 0.2 s", false), await server.FailAsync(timeout: TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task A_huge_answer_is_read_no_further_than_the_limit_also_when_it_is_packed()
    {
        await using var server = await AskedServer.StartAsync(new PrometheusLimits { MaxBytes = 1 << 20 });
        server.Node.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            for (var i = 0; i < 300; i++)
            {
                await packed.WriteAsync(new byte[1 << 20], context.RequestAborted);
            }
        };
        Assert.Equal(("its answer is larger than 1 MiB; narrow the selector", true), await server.FailAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_and_a_packed_answer_that_is_cut_off_are_no_answers()
    {
        await using var server = await AskedServer.StartAsync();
        server.Node.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"status":"success",""", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };
        Assert.Equal(("the connection broke while it answered", false), await server.FailAsync());
        server.Node.Answer = async context =>
        {
            var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await gzip.WriteAsync(Encoding.UTF8.GetBytes(AskedServer.Nothing), context.RequestAborted);
            }

            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed.ToArray().AsMemory(0, (int)packed.Length - 4), context.RequestAborted);
        };
        Assert.Equal(("its answer is not valid gzip, or is cut off", true), await server.FailAsync());
    }

    [Fact]
    public async Task A_page_where_an_API_should_be_is_named_and_so_is_a_compression_that_nobody_asked_for()
    {
        await using var server = await AskedServer.StartAsync();
        server.Node.AnswerWith("<html>please log in</html>", "text/html");
        Assert.Equal(("it answers a page (text/html), not JSON: a login or another service is there", true), await server.FailAsync());
        server.Node.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return Task.CompletedTask;
        };
        Assert.Equal(("it answers in a compression that was not asked for (only gzip was)", true), await server.FailAsync());
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        var answer = await servers.AskAsync(
            new ServerName("http://127.0.0.1:1", null, null), new PrometheusQuery("o[2m]", StoredStory.Noon), TimeSpan.FromSeconds(30), CancellationToken.None);
        var failed = Assert.IsType<PrometheusAnswer.Failed>(answer);
        Assert.StartsWith("Prometheus at http://127.0.0.1:1: no connection: Connection refused", failed.Reason, StringComparison.Ordinal);
        Assert.False(failed.Reached);
    }

    [Fact]
    public async Task A_short_query_is_a_GET_and_a_long_one_a_POST_with_the_same_parameters()
    {
        await using var server = await AskedServer.StartAsync();
        var seen = new List<string>();
        server.Node.Answer = async context =>
        {
            var form = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted)).ToDictionary(f => f.Key, f => f.Value) : [];
            var query = context.Request.Query.Concat(form).ToDictionary(q => q.Key, q => q.Value.ToString());
            seen.Add($"{context.Request.Method} {context.Request.Path} {query["query"].Length} {query["time"]} {query["timeout"]} {query["partial_response"]}");
            await context.Response.WriteAsync(AskedServer.Nothing, context.RequestAborted);
        };
        await server.AskAsync("o{a=\"&+ é\"}[2m]");
        await server.AskAsync(new string('x', 5000));
        Assert.Equal(["GET /api/v1/query 15 1795262400.000 30000ms false", "POST /api/v1/query 5000 1795262400.000 30000ms false"], seen);
    }

    [Fact]
    public async Task A_secret_is_read_by_its_name_sent_and_never_said()
    {
        var secrets = new AskedServer.Known { Content = { ["token"] = "hunter2\n", ["header.X-Scope-OrgID"] = "team-a" } };
        await using var server = await AskedServer.StartAsync(secrets: secrets);
        string? sent = null;
        server.Node.Answer = async context =>
        {
            sent = $"{context.Request.Headers.Authorization} {context.Request.Headers["X-Scope-OrgID"]}";
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync($$"""{"error":"no right for {{context.Request.Headers.Authorization}} (hunter2)"}""", context.RequestAborted);
        };
        Assert.Equal(("it refuses us (403, with the secret prom): no right for [redacted] ([redacted])", true), await server.FailAsync("prom"));
        Assert.Equal("Bearer hunter2 team-a", sent);
        Assert.Equal(["store/prom"], secrets.Asked);
    }

    [Fact]
    public async Task A_refusal_reads_the_secret_anew_and_else_it_is_read_once_a_minute()
    {
        var time = new ManualTime(StoredStory.Noon);
        var secrets = new AskedServer.Known { Content = { ["token"] = "old-token" } };
        await using var server = await AskedServer.StartAsync(secrets: secrets, time: time);
        server.Node.Answer = async context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer new-token" ? 200 : 401;
            await context.Response.WriteAsync(AskedServer.Nothing, context.RequestAborted);
        };
        await server.FailAsync("prom");
        secrets.Content["token"] = "new-token";
        Assert.IsType<PrometheusAnswer.Matrix>(await server.AskAsync("a[1m]", "prom"));
        Assert.IsType<PrometheusAnswer.Matrix>(await server.AskAsync("b[1m]", "prom"));
        Assert.Equal(2, secrets.Asked.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<PrometheusAnswer.Matrix>(await server.AskAsync("c[1m]", "prom"));
        Assert.Equal(3, secrets.Asked.Count);
    }

    [Fact]
    public async Task Without_the_secret_nothing_is_sent()
    {
        var secrets = new AskedServer.Known { Instead = new SecretRead.Refused("it is not there") };
        await using var server = await AskedServer.StartAsync(secrets: secrets);
        Assert.Equal(("the secret prom cannot be used: it is not there", true), await server.FailAsync("prom"));
        secrets.Instead = new SecretRead.Unreachable("the API server is away");
        Assert.Equal(("the secret prom cannot be read now: the API server is away", false), await server.FailAsync("prom"));
        secrets.Instead = null;
        secrets.Content["pasword"] = "hunter2";
        Assert.Equal(
            ("the secret prom has the key pasword, which means nothing; known are username and password, token, ca.crt, tls.crt and tls.key, header.NAME", true),
            await server.FailAsync("prom"));
        Assert.Equal(0, server.Node.Requests);
    }
}
