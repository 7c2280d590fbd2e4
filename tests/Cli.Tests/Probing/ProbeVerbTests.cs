using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Rollout.Support;

namespace Rollout.Cli.Tests.Probing;

public sealed class ProbeVerbTests
{
    private const string Head = "apiVersion: staggered.dev/v1alpha1\nkind: AcceptanceProbe\nmetadata: {name: checkout}\nspec:\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"state\":\"paid\"}", 0)]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 12\r\n\r\nout of honey", 1)]
    public async Task A_probe_is_run_once_and_the_exit_code_says_how_it_went(string answer, int exitCode)
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, answer);
        var file = folder.Write("checkout.yaml", Head + "  steps:\n  - {name: pay, http: {path: /pay}, expect: {bodyMatches: paid}}\n");
        var ran = await RolloutProcess.RunAsync("probe", "run", file, "--target", $"http://{listener.LocalEndpoint}", "-o", "json");
        await serving;

        Assert.Equal(exitCode, ran.ExitCode);
        var json = JsonSerializer.Deserialize<JsonElement>(ran.Out);
        Assert.Equal(("checkout", exitCode == 0), (json.GetProperty("probe").GetString(), json.GetProperty("passed").GetBoolean()));
        var step = Assert.Single(json.GetProperty("steps").EnumerateArray());
        Assert.True(step.GetProperty("times").GetProperty("connect").GetDouble() > 0);
        if (exitCode == 1)
        {
            Assert.Equal(("status 2xx", "status 500", "out of honey"),
                (step.GetProperty("expected").GetString(), step.GetProperty("got").GetString(), step.GetProperty("body").GetString()));
        }
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task No_proxy_is_taken_from_the_environment(string variable)
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var file = folder.Write("checkout.yaml", Head + "  steps:\n  - {name: pay, http: {path: /pay}}\n");

        // Nobody listens on the first port.
        var ran = await RolloutProcess.RunWithAsync(variable, "http://127.0.0.1:1", ["probe", "run", file, "--target", $"http://{listener.LocalEndpoint}"]);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        await serving;
    }

    [Fact]
    public async Task Every_problem_of_a_file_is_listed_with_its_line_and_field()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.yaml", Head + """
              interval: 15
              stepps: []
              steps:
              - name: list
                http:
                  metod: POST
                  path: items
                expect:
                  bodyMatches: "(?=x)"
                  schema:
                    type: objekt
                    propertys: {}
                  jsonPath: {$..id: 1}
              - name: pay
                http: {path: "/{{ basket }}"}
                expect: {validDays: 3}
            ---
            kind: Probe

            """.ReplaceLineEndings("\n"));
        var ran = await RolloutProcess.RunAsync("probe", "run", file);

        Assert.Equal(2, ran.ExitCode);
        Assert.Empty(ran.Out);
        foreach (var start in (string[])[
            "bad.yaml:5 spec.interval: is the number 15 where a duration is wanted",
            "bad.yaml:6 spec.stepps: the key 'stepps' is unknown; did you mean 'steps'?",
            "bad.yaml:10 spec.steps[0].http.metod: the key 'metod' is unknown; did you mean 'method'?",
            "bad.yaml:11 spec.steps[0].http.path: 'items' does not begin with '/'",
            "bad.yaml:13 spec.steps[0].expect.bodyMatches: \"(?=x)\" is no regular expression that runs in linear time",
            "bad.yaml:15 spec.steps[0].expect.schema.type: type cannot be \"objekt\"",
            "bad.yaml:16 spec.steps[0].expect.schema.propertys: the keyword 'propertys' is not understood; did you mean 'properties'?",
            "bad.yaml:17 spec.steps[0].expect.jsonPath: column 2 of the JSON path $..id",
            "bad.yaml:19 spec.steps[1].http.path: '{{ basket }}' was captured by no earlier step",
            "bad.yaml:20 spec.steps[1].expect.validDays: this kind of step has nothing to compare with it",
            "bad.yaml:22 kind: is 'Probe'"])
        {
            Assert.Contains(ran.ErrorLines, line => line.StartsWith(start, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("  steps:\n  - {name: a, http: {path: /}}\n", "checkout spec.target: is missing; give --target URL")]
    [InlineData("  target: {service: shop}\n  steps:\n  - {name: a, http: {path: /}}\n", "checkout spec.target: means every node of a service")]
    [InlineData("  target: {url: \"http://127.0.0.1:1\"}\n  steps:\n  - {name: a, exec: {command: [\"true\"]}}\n", "checkout step \"a\": runs a command on this machine; give --allow-exec")]
    [InlineData("  target: {url: \"http://127.0.0.1:1\"}\n  customer: {secretRef: {name: anna}}\n  steps:\n  - {name: a, http: {path: /}}\n", "checkout spec.customer: the Secret anna is not known here; give --secrets DIR")]
    public async Task What_the_file_needs_beside_itself_is_said(string spec, string problem)
    {
        using var folder = new TemporaryFolder();
        var ran = await RolloutProcess.RunAsync("probe", "run", folder.Write("p.yaml", Head + spec));
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(ran.ErrorLines, line => line.StartsWith(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("probe: says not what to do", "probe")]
    [InlineData("probe: 'rnu' is unknown; did you mean run?", "probe", "rnu")]
    [InlineData("FILE: is missing", "probe", "run")]
    [InlineData("--config: is missing", "probe", "serve")]
    [InlineData("--listen: rollout probe run does not know it", "probe", "run", "x.yaml", "--listen", "127.0.0.1:0")]
    [InlineData("--allow: '10.0.0.0/99' is no address and no network", "probe", "run", "x.yaml", "--allow", "10.0.0.0/99")]
    [InlineData("--allow: is empty", "probe", "run", "x.yaml", "--allow", "")]
    [InlineData("--deny: is empty", "probe", "serve", "--deny", " , ")]
    public async Task A_wrong_call_is_refused(string problem, params string[] args)
    {
        var ran = await RolloutProcess.RunAsync(args);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(ran.ErrorLines, line => line.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_address_is_trouble_and_no_verdict_on_the_target()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("p.yaml", Head + "  target: {url: \"http://169.254.169.254\"}\n  steps:\n  - {name: a, http: {path: /}}\n");
        var ran = await RolloutProcess.RunAsync("probe", "run", file);
        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("no run was possible: the address 169.254.169.254 is refused: link-local", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_would_be_read_as_a_capture_is_left_out_and_said()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("blackbox.yml", "modules:\n  post:\n    prober: http\n    http: {method: POST, body: 'hello {{name}}'}\n");
        var imported = await RolloutProcess.RunAsync("probe", "import", file);
        Assert.Contains(imported.ErrorLines, l => l.StartsWith("blackbox.yml:4 modules.post.http.body: a body with {{ in it", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", imported.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_writes_its_own_carriage_return_out_is_the_line_alone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("blackbox.yml", """
            modules:
              smtp:
                prober: tcp
                tcp: {query_response: [{expect: "^220", send: "EHLO prober\r"}, {expect: "^250 ", send: "\r"}]}

            """);
        var imported = await RolloutProcess.RunAsync("probe", "import", file, "-o", "json");
        Assert.Equal(0, imported.ExitCode);
        var talk = JsonSerializer.Deserialize<JsonElement>(imported.Out).GetProperty("probes")[0].GetProperty("spec").GetProperty("steps")[0].GetProperty("tcp").GetProperty("talk");
        var (_, problems) = Rollout.Server.Probing.ProbeFiles.Read((await RolloutProcess.RunAsync("probe", "import", file)).Out, "imported.yaml");
        Assert.Empty(problems);
        Assert.Equal(["EHLO prober", ""], talk.EnumerateArray().Where(t => t.TryGetProperty("send", out _)).Select(t => t.GetProperty("send").GetString()));
    }

    [Fact]
    public async Task A_body_of_several_lines_is_imported_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("blackbox.yml", "modules:\n  soap:\n    prober: http\n    http:\n      method: POST\n      body: |\n        <a>\n          \"b\"\n        </a>\n");
        var imported = await RolloutProcess.RunAsync("probe", "import", file);
        Assert.Equal(0, imported.ExitCode);
        var (probes, problems) = Rollout.Server.Probing.ProbeFiles.Read(imported.Out, "imported.yaml");
        Assert.Empty(problems);
        Assert.Equal("<a>\n  \"b\"\n</a>\n", Assert.Single(probes).Spec.Steps[0].Http!.Body);
    }

    [Fact]
    public async Task The_blackbox_exporters_own_example_is_imported_and_what_is_left_out_is_listed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("blackbox.yml", BlackboxExample.Text);
        var imported = await RolloutProcess.RunAsync("probe", "import", file);
        Assert.Equal(0, imported.ExitCode);
        Assert.Equal(BlackboxExample.LeftOut, imported.ErrorLines.Where(l => l.StartsWith("blackbox.yml:", StringComparison.Ordinal)).Select(l => l.Split("; ")[0]));

        // What was written is read again: the only problem is that no module has a target.
        var written = folder.Write("probes.yaml", imported.Out);
        var ran = await RolloutProcess.RunAsync("probe", "run", written);
        Assert.All(ran.ErrorLines.SkipLast(1), line => Assert.Contains("spec.target: is missing", line, StringComparison.Ordinal));
        Assert.Equal(BlackboxExample.Probes, imported.Out.Split("\n").Where(l => l.StartsWith("  name: ", StringComparison.Ordinal)).Select(l => l["  name: ".Length..]));
    }

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
