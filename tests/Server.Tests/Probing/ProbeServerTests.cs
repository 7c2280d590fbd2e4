using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Server.Hosting;
using Rollout.Server.Probing;

namespace Rollout.Server.Tests.Probing;

public sealed class ProbeServerTests : IAsyncLifetime
{
    private const string Head = "apiVersion: staggered.dev/v1alpha1\nkind: AcceptanceProbe\nmetadata: {name: ";
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-probe-server").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<string> asked = [];
    private WebApplication shop = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        shop = builder.Build();
        shop.Run(async context =>
        {
            lock (asked)
            {
                asked.Add(context.Request.Path + context.Request.QueryString);
            }

            if (context.Request.Path == "/hangs")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }

            context.Response.StatusCode = context.Request.Path == "/broken" ? 500 : 200;
            await context.Response.WriteAsync("{\"state\":\"paid\"}", context.RequestAborted);
        });
        await shop.StartAsync();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await shop.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Shop => shop.Urls.Single();

    [Fact]
    public async Task Answers_the_blackbox_exporters_protocol()
    {
        Write("m.yaml", "http-2xx}\nspec:\n  steps:\n  - {name: get, http: {path: /}, expect: {bodyMatches: paid}}\n");
        await using var server = await StartAsync();
        var text = await GetAsync(server, $"probe?module=http_2xx&target={Uri.EscapeDataString(Shop + "/a/b?c=d")}");
        Assert.Contains("\nprobe_success 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nprobe_http_status_code 200\n", text, StringComparison.Ordinal);
        Assert.Equal("/a/b?c=d", Assert.Single(asked));
        Assert.Contains("\nprobe_success 0\n", await GetAsync(server, $"probe?target={Shop["http://".Length..]}/broken"), StringComparison.Ordinal);
        Assert.Equal("Target parameter is missing", await GetAsync(server, "probe?module=http_2xx", HttpStatusCode.BadRequest));
        Assert.StartsWith("Unknown module \"nope\"", await GetAsync(server, "probe?module=nope&target=x", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2", "700ms")]
    [InlineData("0.2", "200ms")]
    [InlineData("4000", "400ms")]
    [InlineData("-1", "400ms")]
    public async Task The_scrapes_time_out_bounds_the_run_and_leaves_time_for_the_way_back(string scrape, string bound)
    {
        Write("m.yaml", $"hangs}}\nspec:\n  timeout: {(bound == "400ms" ? bound : "10m")}\n  interval: 1h\n  steps:\n  - {{name: get, http: {{path: /hangs}}}}\n");
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, $"probe?module=hangs&target={Shop}"));
        request.Headers.Add("X-Prometheus-Scrape-Timeout-Seconds", scrape);
        using var response = await http.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"expected the whole run within {bound}, got no answer by then", await GetAsync(server, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_may_not_be_probed_fails_the_scrape_and_says_nothing_of_the_target()
    {
        Write("m.yaml", "http-2xx}\nspec:\n  steps:\n  - {name: get, http: {path: /}}\n");
        await using var server = await StartAsync();
        var text = await GetAsync(server, "probe?target=http://169.254.169.254/", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("link-local addresses are refused", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_customer_logs_in_nowhere_but_at_its_own_target()
    {
        Directory.CreateDirectory(Path.Combine(folder, "anna"));
        File.WriteAllText(Path.Combine(folder, "anna", "token"), "s3cret");
        Write("m.yaml", $"own}}\nspec:\n  target: {{url: \"{Shop}\"}}\n  customer: {{secretRef: {{name: anna}}}}\n  steps:\n  - {{name: get, http: {{path: \"/{{{{ customer.token }}}}\"}}}}\n");
        await using var server = await StartAsync();
        Assert.Contains("\nprobe_success 1\n", await GetAsync(server, $"probe?module=own&target={Shop}"), StringComparison.Ordinal);
        asked.Clear();
        var port = new Uri(Shop).Port;
        foreach (var elsewhere in (string[])["target=http://127.0.0.1:1", $"target=https://127.0.0.1:{port}", $"target={Shop}&hostname=other.example", $"target={Shop}&hostname=127.0.0.1"])
        {
            Assert.Contains("logs in as a test customer", await GetAsync(server, "probe?module=own&" + elsewhere, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        }

        Assert.Empty(asked);
        Assert.Contains("\nprobe_success 1\n", await GetAsync(server, $"probe?module=own&target={Shop}&hostname=127.0.0.1:{port}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_tells_every_step_and_no_secret()
    {
        Directory.CreateDirectory(Path.Combine(folder, "anna"));
        File.WriteAllText(Path.Combine(folder, "anna", "password"), "hunter2-anna");
        Write("m.yaml", $$$"""
            own}
            spec:
              timeout: 20s
              target: {url: "{{{Shop}}}"}
              customer: {secretRef: {name: anna}}
              steps:
              - name: log in
                http:
                  method: POST
                  path: /echo
                  headers: {Authorization: "Bearer abcdef123456", X-Api-Key: k3y-k3y-k3y}
                  json: {user: anna, password: "{{ customer.password }}", pin: 1234, note: "knows hunter2-anna"}
                expect: {bodyMatches: paid, jsonPath: {"$.token": open-sesame, $.state: paid}}
                capture: {token: $.state}
              - {name: leave, http: {path: /broken}}

            """);
        await using var server = await StartAsync();
        var text = await GetAsync(server, $"probe?module=own&target={Shop}&debug=true");
        var parts = text.Split((string[])["Logs for the probe:\n", "\n\n\nMetrics that would have been returned:\n", "\n\n\nModule configuration:\n"], StringSplitOptions.None);
        Assert.Equal(4, parts.Length);
        Assert.Contains($"module own at {Shop}/, 2 step(s), at most 20s\n", parts[1], StringComparison.Ordinal);
        Assert.Contains("step \"log in\" failed, took ", parts[1], StringComparison.Ordinal);
        Assert.Matches("\n  resolve [0-9.]+ ms, connect [0-9.]+ ms, tls [0-9.]+ ms, firstByte [0-9.]+ ms, transfer [0-9.]+ ms\n", parts[1]);
        Assert.Contains("\n  address 127.0.0.1, HTTP/1.1 status 200 after 0 redirect(s), ", parts[1], StringComparison.Ordinal);
        Assert.Contains("\n  expected: $.token to be ***\n", parts[1], StringComparison.Ordinal);
        Assert.Contains("\n  body: {\"state\":\"paid\"", parts[1], StringComparison.Ordinal);
        Assert.Contains("\nprobe failed, begun ", parts[1], StringComparison.Ordinal);
        Assert.Contains("\nprobe_success 0\n", parts[2], StringComparison.Ordinal);
        Assert.Contains("secretRef:\n    name: anna\n", parts[3], StringComparison.Ordinal);
        Assert.Contains("capture:\n    token: \"$.state\"\n", parts[3], StringComparison.Ordinal);
        Assert.Contains("Authorization: \"***\"\n", parts[3], StringComparison.Ordinal);
        foreach (var secret in (string[])["hunter2-anna", "abcdef123456", "k3y-k3y", "1234,", "pin: 1234", "open-sesame"])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Runs_by_schedule_and_shows_metrics_and_history()
    {
        Write("m.yaml", $"good}}\nspec:\n  interval: 100ms\n  target: {{url: \"{Shop}\"}}\n  steps:\n  - {{name: get, http: {{path: /}}}}\n---\n{Head}bad}}\nspec:\n  interval: 100ms\n  target: {{url: \"{Shop}\"}}\n  steps:\n  - {{name: get, http: {{path: /broken}}}}\n");
        await using var server = await StartAsync();
        string metrics;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            metrics = await GetAsync(server, "metrics");
        }
        while (!metrics.Contains("staggered_probe_success{probe=\"good\",target=\"service\"} 1", StringComparison.Ordinal)
            || !metrics.Contains("staggered_probe_success{probe=\"bad\",target=\"service\"} 0", StringComparison.Ordinal));

        // A run stands in the metrics a moment before it stands on the page.
        string page;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            page = await GetAsync(server, "");
        }
        while (!page.Contains("expected status 2xx, got status 500", StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
        var run = page[(page.IndexOf("runs/", StringComparison.Ordinal) + 5)..];
        Assert.Contains("{&quot;state&quot;:&quot;paid&quot;}", await GetAsync(server, "runs/" + run[..run.IndexOf('"', StringComparison.Ordinal)]), StringComparison.Ordinal);
        await GetAsync(server, "runs/999999999", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Files_may_change_while_it_runs_and_a_bad_one_changes_nothing()
    {
        Write("m.yaml", $"one}}\nspec:\n  interval: 100ms\n  target: {{url: \"{Shop}\"}}\n  steps:\n  - {{name: get, http: {{path: /one}}}}\n");
        var told = Channel.CreateUnbounded<IReadOnlyList<Problem>>();
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(20), problems => told.Writer.TryWrite(problems));
        await UntilAskedAsync("/one");
        File.WriteAllText(Path.Combine(folder, "n.yaml"), "kind: Nothing\n");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.StartsWith("n.yaml:1", (await told.Reader.ReadAsync(limit.Token))[0].Place, StringComparison.Ordinal);

        // It may have been seen half written first; nothing but the name is the same then.
        Assert.Equal("one", Assert.Single(server.Probes).Name);
        Assert.Contains("The files cannot be used as they are; the probes of before run on.</p><p>n.yaml:1", await GetAsync(server, ""), StringComparison.Ordinal);
        Assert.Matches("\nstaggered_probe_file_problems [1-9]", await GetAsync(server, "metrics"));
        await GetAsync(server, "readyz", HttpStatusCode.ServiceUnavailable);
        Write("n.yaml", $"two}}\nspec:\n  interval: 100ms\n  target: {{url: \"{Shop}\"}}\n  steps:\n  - {{name: get, http: {{path: /two}}}}\n");
        await UntilAskedAsync("/two");
        while ((await told.Reader.ReadAsync(limit.Token)).Count > 0)
        {
        }

        await GetAsync(server, "readyz");
        Assert.Contains("\nstaggered_probe_file_problems 0\n", await GetAsync(server, "metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_two_files_have_is_told_with_both()
    {
        Write("a.yaml", "one}\nspec:\n  steps:\n  - {name: get, http: {path: /}}\n");
        Write("b.yaml", "one}\nspec:\n  steps:\n  - {name: get, http: {path: /}}\n");
        var (_, problems) = await ProbeServer.StartAsync(new ProbeServerOptions { Folder = folder, Listen = new ListenAddress(IPAddress.Loopback, 0) }, TimeProvider.System, CancellationToken.None);
        Assert.Equal("b.yaml metadata.name: the name 'one' is taken by a probe in a.yaml; give each its own", Assert.Single(problems).ToString());
    }

    [Fact]
    public async Task A_bad_folder_starts_nothing()
    {
        var (server, problems) = await ProbeServer.StartAsync(new ProbeServerOptions { Folder = folder, Listen = new ListenAddress(IPAddress.Loopback, 0) }, TimeProvider.System, CancellationToken.None);
        Assert.Null(server);
        Assert.EndsWith("holds no .yaml or .yml file; put the probes' files there", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    private async Task UntilAskedAsync(string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            lock (asked)
            {
                if (asked.Contains(path))
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    private void Write(string name, string rest) => File.WriteAllText(Path.Combine(folder, name), Head + rest);

    private async Task<ProbeServer> StartAsync(TimeSpan? look = null, Action<IReadOnlyList<Problem>>? changed = null)
    {
        var options = new ProbeServerOptions
        {
            Folder = folder, Secrets = folder, Listen = new ListenAddress(IPAddress.Loopback, 0), LookEvery = look ?? TimeSpan.FromSeconds(5),
            Changed = changed,
        };
        var (server, problems) = await ProbeServer.StartAsync(options, TimeProvider.System, CancellationToken.None);
        Assert.Empty(problems);
        return server!;
    }

    private async Task<string> GetAsync(ProbeServer server, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        using var response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }
}
