using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollout.Api;
using Rollout.Probes.Tests.Steps;
using Rollout.Support;

namespace Rollout.Probes.Tests;

public class ProbeRunnerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTime time = new(Noon);
    private ProbedShop shop = null!;

    public async Task InitializeAsync() => shop = await ProbedShop.StartAsync();

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Theory]
    [InlineData(200, null, null)]
    [InlineData(204, null, null)]
    [InlineData(500, "status 2xx", "status 500")]
    [InlineData(302, "status 2xx", "status 302")]
    public async Task Without_a_status_any_2xx_will_do(int status, string? expected, string? got)
    {
        shop.On("GET /", status, string.Empty);
        AssertStep(await RunAsync(new Expectation()), expected, got);
    }

    [Theory]
    [InlineData(201, null, null)]
    [InlineData(404, null, null)]
    [InlineData(200, "status 201 or 404", "status 200")]
    public async Task The_status_is_one_of_those_given(int status, string? expected, string? got)
    {
        shop.On("GET /", status, "{}");
        AssertStep(await RunAsync(new Expectation { Status = [201, 404] }), expected, got);
    }

    [Theory]
    [InlineData("<p>paid, thank you</p>", null, null)]
    [InlineData("<p>declined</p>", "a body that matches pa(id|yed)", "a body that does not")]
    [InlineData("", "a body that matches pa(id|yed)", "an empty body")]
    public async Task The_body_matches(string body, string? expected, string? got)
    {
        shop.On("GET /", 200, body, "text/html");
        AssertStep(await RunAsync(new Expectation { BodyMatches = ["pa(id|yed)"] }), expected, got);
    }

    [Theory]
    [InlineData("{\"items\":[{\"sku\":\"tea\",\"n\":2}]}", null, null)]
    [InlineData("{\"items\":[{\"sku\":\"milk\",\"n\":2}]}", "$.items[0].sku to be tea", "milk")]
    [InlineData("{\"items\":[{\"sku\":\"tea\",\"n\":3}]}", "$.items[0].n to be 2", "3")]
    [InlineData("{\"items\":[]}", "$.items[0].n to be 2", "nothing there")]
    [InlineData("<html>", "$.items[0].n to be 2", "a body that is not JSON")]
    public async Task Values_stand_at_JSON_paths(string body, string? expected, string? got)
    {
        shop.On("GET /", 200, body);
        var paths = new Dictionary<string, string> { ["$.items[0].sku"] = "tea", ["$.items[0].n"] = "2" };
        AssertStep(await RunAsync(new Expectation { JsonPath = paths }), expected, got);
    }

    [Theory]
    [InlineData(500, null, null)]
    [InlineData(501, "an answer within 500ms", "one after 501ms")]
    public async Task The_answer_comes_in_time(int milliseconds, string? expected, string? got)
    {
        shop.Routes["GET /"] = _ =>
        {
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return Task.CompletedTask;
        };
        var result = await RunAsync(new Expectation { MaxDuration = TimeSpan.FromMilliseconds(500) });
        AssertStep(result, expected, got);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), result.Steps[0].Duration);
        Assert.Equal((Noon, TimeSpan.FromMilliseconds(milliseconds)), (result.StartedAt, result.Duration));
    }

    [Fact]
    public async Task All_that_is_given_must_hold()
    {
        shop.On("GET /", 200, "{\"ok\":true,\"text\":\"paid\"}");
        var all = new Expectation
        {
            Status = [200], BodyMatches = ["paid"], JsonPath = new Dictionary<string, string> { ["$.ok"] = "true" }, MaxDuration = TimeSpan.FromSeconds(1),
        };
        AssertStep(await RunAsync(all), null, null);
        AssertStep(await RunAsync(all with { BodyMatches = ["unpaid"] }), "a body that matches unpaid", "a body that does not");
    }

    [Fact]
    public async Task Steps_run_in_order_with_captures_and_cookies_kept()
    {
        shop.Routes["POST /basket"] = async c =>
        {
            c.Response.StatusCode = 201;
            c.Response.Headers.SetCookie = "customer=c7; Path=/; HttpOnly";
            await c.Response.WriteAsync("{\"id\":\"b 1/2?\",\"total\":12.5,\"note\":\"say \\\"hi\\\"\"}", c.RequestAborted);
        };
        shop.On("POST /basket/b 1/2?/checkout", 200, "{\"state\":\"paid\"}");
        shop.Routes["POST /basket/b 1%2F2?/checkout"] = shop.Routes["POST /basket/b 1/2?/checkout"];
        var result = await RunAsync(
            new ProbeStep
            {
                Name = "put in basket", Http = new HttpStep { Method = "POST", Path = "/basket", Json = "{\"sku\":\"tea\"}" }, Expect = new Expectation { Status = [201] },
                Capture = new Dictionary<string, string> { ["basket"] = "$.id", ["total"] = "$.total", ["note"] = "$['note']" },
            },
            new ProbeStep
            {
                Name = "pay",
                Http = new HttpStep
                {
                    Method = "post", Path = "/basket/{{ basket }}/checkout?note={{note}}", Json = "{\"amount\":{{ total }},\"text\":\"for {{ note }}\",\"raw\":{{ note }}}",
                    Headers = new Dictionary<string, string> { ["X-Basket"] = "id={{ basket }}" },
                },
                Expect = new Expectation { JsonPath = new Dictionary<string, string> { ["$.state"] = "paid" } },
            });
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal(["put in basket", "pay"], result.Steps.Select(s => s.Step));
        var pay = shop.Requests[1];
        Assert.Equal("/basket/b%201%2F2%3F/checkout?note=say%20%22hi%22", pay.Path);
        Assert.Equal("customer=c7", pay.Headers["Cookie"]);
        Assert.Equal("id=b 1/2?", pay.Headers["X-Basket"]);
        Assert.Equal("{\"amount\":12.5,\"text\":\"for say \\u0022hi\\u0022\",\"raw\":\"say \\u0022hi\\u0022\"}", pay.Body);
        Assert.Equal("application/json; charset=utf-8", pay.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Cookies_do_not_outlive_the_run()
    {
        shop.Routes["GET /"] = c =>
        {
            c.Response.Headers.SetCookie = "customer=c7";
            return Task.CompletedTask;
        };
        await RunAsync(new Expectation());
        await RunAsync(new Expectation());
        Assert.All(shop.Requests, r => Assert.DoesNotContain("Cookie", r.Headers.Keys));
    }

    [Fact]
    public async Task Every_request_bears_the_mark_that_keeps_it_out_of_the_revenue()
    {
        shop.On("GET /", 200, "{}");
        shop.On("POST /b", 200, "{}");
        await RunAsync(
            new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } },
            new ProbeStep { Name = "b", Http = new HttpStep { Method = "POST", Path = "/b", Json = "{}", Headers = new Dictionary<string, string> { ["x-synthetic"] = "no" } } });
        Assert.Equal(["rollout", "rollout"], shop.Requests.Select(r => r.Headers["X-Synthetic"]));
    }

    [Fact]
    public async Task The_first_step_that_fails_ends_the_run()
    {
        shop.On("GET /", 500, "{\"error\":\"no stock\",\"token\":\"s3cret\"}");
        var result = await RunAsync(new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }, new ProbeStep { Name = "b", Http = new HttpStep { Path = "/" } });
        Assert.False(result.Passed);
        var failed = Assert.Single(result.Steps);
        Assert.Equal("{\"error\":\"no stock\",\"token\":\"***\"}", failed.Body);
        Assert.Single(shop.Requests);
    }

    [Theory]
    [InlineData("{\"id\":7}", null, null)]
    [InlineData("{}", "$.id to be captured as basket", "nothing there")]
    [InlineData("no", "$.id to be captured as basket", "a body that is not JSON")]
    public async Task What_is_to_be_captured_must_be_there(string body, string? expected, string? got)
    {
        shop.On("GET /", 200, body);
        var step = new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" }, Capture = new Dictionary<string, string> { ["basket"] = "$.id" } };
        AssertStep(await RunAsync(step), expected, got);
    }

    [Fact]
    public async Task A_capture_with_a_line_break_does_not_become_a_header_of_its_own()
    {
        shop.On("GET /", 200, "{\"id\":\"x\\r\\nX-Evil: 1\"}");
        var result = await RunAsync(
            new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" }, Capture = new Dictionary<string, string> { ["id"] = "$.id" } },
            new ProbeStep { Name = "b", Http = new HttpStep { Path = "/", Headers = new Dictionary<string, string> { ["X-Id"] = "{{ id }}" } } });
        Assert.Equal("the value of id holds a line break or control character and cannot go into a header", result.Failure!.Got);
        Assert.Single(shop.Requests);
    }

    [Fact]
    public async Task Redirects_are_answers_and_are_not_followed()
    {
        shop.Routes["GET /"] = c =>
        {
            c.Response.Redirect("/login");
            return Task.CompletedTask;
        };
        AssertStep(await RunAsync(new Expectation { Status = [302] }), null, null);
        Assert.Single(shop.Requests);
    }

    [Fact]
    public async Task A_body_that_is_too_long_fails_and_is_not_read_to_its_end()
    {
        var sent = 0;
        shop.Routes["GET /"] = async c =>
        {
            for (; sent < 1000 && !c.RequestAborted.IsCancellationRequested; sent++)
            {
                await c.Response.WriteAsync(new string('x', 100_000), c.RequestAborted);
                await c.Response.Body.FlushAsync(c.RequestAborted);
            }
        };
        var result = await RunAsync(new Expectation());
        AssertStep(result, "a body of at most 1048576 bytes", "a longer one");
        Assert.Equal(new string('x', 512) + "…", result.Steps[0].Body);
    }

    [Fact]
    public async Task A_target_that_hangs_fails_when_the_run_s_time_is_over()
    {
        var asked = new TaskCompletionSource();
        shop.On("GET /", 200, "{}");
        shop.Routes["GET /slow"] = async c =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c.RequestAborted);
        };
        var run = RunAsync(new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }, new ProbeStep { Name = "b", Http = new HttpStep { Path = "/slow" } });
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var result = await run;
        Assert.Equal(2, result.Steps.Count);
        Assert.Equal(("b", "the whole run within 5s", "no answer by then"), (result.Failure!.Step, result.Failure.Expected, result.Failure.Got));
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_of_its_body_is_told_apart_from_none()
    {
        // More than all buffers between the two hold: once it is written, the answer's head has been read.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 201 Created\r\nContent-Length: 99999999\r\n\r\n"u8.ToArray(), cancellation);
            await stream.WriteAsync(new byte[32 << 20], cancellation);
            written.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        });
        var runner = new ProbeRunner(time, limits: new ProbeLimits { MaxBodyBytes = 64 << 20, MaxWireBytes = 64 << 20 });
        var spec = new AcceptanceProbeSpec { Timeout = TimeSpan.FromSeconds(5), Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }] };
        var run = runner.RunAsync(spec, server.Address, CancellationToken.None).AsTask();
        await written.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("status 201, and not the whole of its body by then", (await run).Failure!.Got);
    }

    [Fact]
    public async Task A_line_that_does_not_come_is_told_with_the_last_that_came()
    {
        // More than all buffers between the two hold: once it is written, lines have been read.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("250 SIZE " + new string('x', 1013) + "\r\n", 32 << 10))), cancellation);
            written.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        });
        var tcp = new TcpStep { Talk = [new TcpTurn { Send = "EHLO prober" }, new TcpTurn { Expect = "^250-STARTTLS" }] };
        var runner = new ProbeRunner(time, limits: new ProbeLimits { MaxBodyBytes = 64 << 20 });
        var spec = new AcceptanceProbeSpec { Timeout = TimeSpan.FromSeconds(5), Steps = [new ProbeStep { Name = "a", Tcp = tcp }] };
        var run = runner.RunAsync(spec, server.Address, CancellationToken.None).AsTask();
        await written.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.StartsWith("no line by then that matches ^250-STARTTLS; the last was \"250 SIZE xxx", (await run).Failure!.Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_line_is_sent_as_one()
    {
        await using var server = new RawServer("ready\r\n");
        var tcp = new TcpStep { Talk = [new TcpTurn { Send = "" }, new TcpTurn { Expect = "^ready$" }] };
        var spec = new AcceptanceProbeSpec { Timeout = TimeSpan.FromSeconds(60), Steps = [new ProbeStep { Name = "a", Tcp = tcp }] };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        var result = await new ProbeRunner(TimeProvider.System).RunAsync(spec, server.Address, CancellationToken.None);
        Assert.True(result.Passed, result.Failure?.ToString());
    }

    [Fact]
    public async Task The_place_that_answered_is_told_where_a_redirect_led_there()
    {
        shop.On("GET /home", 401, "{}");
        shop.Routes["GET /login"] = c =>
        {
            c.Response.Redirect("/home?ticket=s3cret");
            return Task.CompletedTask;
        };
        var result = await RunAsync(new ProbeStep { Name = "a", Http = new HttpStep { Path = "/login", Redirects = 2 } });
        Assert.Equal($"status 401 at {shop.Address}home, after 1 redirect", result.Failure!.Got);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_fails_with_its_reason()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var spec = new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }] };
        var result = await new ProbeRunner(time).RunAsync(spec, new Uri($"http://127.0.0.1:{port}"), CancellationToken.None);
        Assert.Equal("an answer", result.Failure!.Expected);
        Assert.StartsWith("no connection: Connection refused", result.Failure.Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_fails_with_its_reason()
    {
        shop.Routes["GET /"] = async c =>
        {
            c.Response.ContentLength = 100;
            await c.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{"), c.RequestAborted);
            await c.Response.Body.FlushAsync(c.RequestAborted);
            c.Abort();
        };
        AssertStep(await RunAsync(new Expectation()), "an answer", "the connection broke before the answer was complete");
    }

    [Fact]
    public async Task Cancelling_ends_a_run_without_a_result()
    {
        using var cancel = new CancellationTokenSource();
        shop.Routes["GET /"] = async c =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c.RequestAborted);
        };
        var spec = new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }] };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new ProbeRunner(time).RunAsync(spec, shop.Address, cancel.Token));
    }

    [Fact]
    public async Task What_a_step_captures_as_a_secret_is_shown_of_no_answer_before_or_after_it()
    {
        shop.On("GET /before", 200, "{\"note\":\"abcdef-123\"}");
        shop.On("GET /between", 200, "{\"value\":\"abcdef-123\"}");
        shop.On("GET /after", 200, "{\"echo\":\"abcdef-123\"}");
        var step = new ProbeStep { Name = "a", Http = new HttpStep { Path = "/before" } };
        var result = await RunAsync(
            step,
            step with { Name = "b", Http = new HttpStep { Path = "/between" }, Capture = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "$.value" } },
            step with { Name = "c", Http = new HttpStep { Path = "/after" } });
        Assert.Equal(["{\"note\":\"***\"}", "{\"value\":\"***\"}", "{\"echo\":\"***\"}"], result.Steps.Select(s => s.Body));
    }

    private static void AssertStep(ProbeResult result, string? expected, string? got)
    {
        Assert.Equal(expected is null, result.Passed);
        Assert.Equal((expected, got), (result.Failure?.Expected, result.Failure?.Got));
    }

    private Task<ProbeResult> RunAsync(Expectation expect) => RunAsync(new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" }, Expect = expect });

    private async Task<ProbeResult> RunAsync(params ProbeStep[] steps) =>
        await new ProbeRunner(time).RunAsync(new AcceptanceProbeSpec { Steps = steps }, shop.Address, CancellationToken.None);
}
