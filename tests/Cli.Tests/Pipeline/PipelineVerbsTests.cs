using System.Text.Json;
using Rollout.Support;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>The verbs of a pipeline as processes of their own, against a real controller over HTTP.</summary>
public sealed class PipelineVerbsTests
{
    [Fact]
    public async Task A_release_that_cannot_be_deployed_is_rolled_back_with_exit_10_and_its_reason()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");

        var answer = await fleet.CallAsync("start", "--version", "bad-1", "--wait", "-o", "json");

        Assert.Equal(10, answer.ExitCode);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(("RolledBack", "bad-1", 10), (Text(json, "result"), Text(json, "revision"), json.RootElement.GetProperty("exitCode").GetInt32()));
        Assert.Contains("no such image", Text(json, "message"), StringComparison.Ordinal);
        Assert.StartsWith("shop bad-1: RolledBack: ", answer.ErrorLines[^1], StringComparison.Ordinal);

        // Refused stays refused, also for who asks only now, and for who starts it again.
        Assert.Equal(10, (await fleet.CallAsync("wait")).ExitCode);
        Assert.Equal(10, (await fleet.CallAsync("start", "--version", "bad-1", "--wait")).ExitCode);
    }

    [Fact]
    public async Task Want_of_evidence_at_the_deadline_holds_with_exit_11_and_a_person_promotes_past_it_with_exit_0()
    {
        await using var fleet = await RunningFleet.StartAsync("1s");

        var held = await fleet.CallAsync("start", "--version", "v2", "--wait");
        Assert.Equal(11, held.ExitCode);
        Assert.StartsWith("shop v2: Held: ", held.ErrorLines[^1], StringComparison.Ordinal);

        Assert.Equal(0, (await fleet.CallAsync("promote")).ExitCode);
        var promoted = await fleet.CallAsync("wait");
        Assert.Equal((0, ""), (promoted.ExitCode, promoted.Out));
        Assert.StartsWith("shop v2: Promoted: ", promoted.ErrorLines[^1], StringComparison.Ordinal);

        // What runs already needs no trial.
        Assert.Equal(0, (await fleet.CallAsync("start", "--version", "v2", "--wait")).ExitCode);
    }

    [Fact]
    public async Task An_aborted_release_ends_the_wait_with_exit_12_and_a_time_out_with_13()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");

        var late = await fleet.CallAsync("start", "--version", "v2", "--wait", "--timeout", "1s");
        Assert.Equal(13, late.ExitCode);
        Assert.Contains("the rollout goes on", late.ErrorLines[^1], StringComparison.Ordinal);

        Assert.Equal(0, (await fleet.CallAsync("pause")).ExitCode);
        Assert.Equal(13, (await fleet.CallAsync("wait", "--timeout", "1s")).ExitCode);
        Assert.Equal(0, (await fleet.CallAsync("resume")).ExitCode);
        Assert.Equal(0, (await fleet.CallAsync("abort")).ExitCode);
        Assert.Equal(12, (await fleet.CallAsync("wait", "--revision", "v2")).ExitCode);
        Assert.Equal(14, (await fleet.CallAsync("abort")).ExitCode);
    }

    [Fact]
    public async Task Who_may_not_is_told_4_what_is_not_there_15_and_where_nobody_answers_3()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");
        using var folder = new TemporaryFolder();
        var wrong = folder.Write("token", "this is not the configured token");

        Assert.Equal(2, (await RolloutProcess.RunAsync("start", "shop", "--server", fleet.Server, "--token-file", wrong, "--version", "v2")).ExitCode);
        folder.Write("token", "not-the-configured-token");
        Assert.Equal(4, (await RolloutProcess.RunAsync("start", "shop", "--server", fleet.Server, "--token-file", wrong, "--version", "v2")).ExitCode);
        Assert.Equal(4, (await RolloutProcess.RunAsync("start", "shop", "--server", fleet.Server, "--version", "v2")).ExitCode);
        Assert.Equal(15, (await RolloutProcess.RunAsync("wait", "nope", "--server", fleet.Server)).ExitCode);
        Assert.Equal(3, (await RolloutProcess.RunAsync("wait", "shop", "--server", "http://127.0.0.1:9")).ExitCode);
        Assert.Equal(14, (await fleet.CallAsync("start", "--version", "no version")).ExitCode);
    }

    [Fact]
    public async Task Looking_needs_no_token_and_everything_wrong_with_a_call_is_said_at_once()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");

        var status = await RolloutProcess.RunAsync("status", "shop", "--server", fleet.Server);
        Assert.Equal(0, status.ExitCode);
        Assert.StartsWith("default/shop: Idle on v1", status.OutLines[0], StringComparison.Ordinal);
        Assert.All(status.OutLines, line => Assert.InRange(line.Length, 1, 80));

        var explained = await RolloutProcess.RunAsync("explain", "shop", "--server", fleet.Server, "-o", "json");
        using var json = JsonDocument.Parse(explained.Out);
        Assert.Equal("The fleet runs v1 and nothing else is wanted.", json.RootElement.GetProperty("sentences")[0].GetString());

        var history = await RolloutProcess.RunAsync("history", "shop", "--server", fleet.Server, "-o", "json");
        Assert.Equal("{\"items\":[],\"isAll\":true,\"trouble\":null}\n", history.Out);

        var wrong = await RolloutProcess.RunAsync("start", "--server", "ftp://x", "--timeout", "soon", "--wiat");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Equal(["--wiat", "--timeout", "--version", "NAME", "--server"],
            wrong.ErrorLines[..^1].Where(l => !l.StartsWith("--timeout: there is nothing", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Declared_breaks_are_sent_along_and_shown_and_what_is_no_path_is_refused_here_already()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");
        var wrong = await fleet.CallAsync("start", "--version", "v2", "--api-breaks", "items,$.total");
        Assert.Equal((2, "--api-breaks: 'items' is no path into JSON"), (wrong.ExitCode, wrong.ErrorLines[0].Split(';', '\n')[0]));
        Assert.Equal(0, (await fleet.CallAsync("start", "--version", "v2", "--api-breaks", "$.items, $.total")).ExitCode);
        var status = await RolloutProcess.RunAsync("status", "shop", "--server", fleet.Server, "-o", "json");
        using var json = JsonDocument.Parse(status.Out);
        Assert.Equal("""["$.items","$.total"]""", json.RootElement.GetProperty("status").GetProperty("declaredBreaks").GetRawText());
    }

    [Fact]
    public async Task A_class_of_risk_is_sent_along_and_kept_and_what_is_none_is_refused()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");
        var wrong = await fleet.CallAsync("start", "--version", "v2", "--risk", "Very High");
        Assert.Equal(14, wrong.ExitCode);
        Assert.Contains("body.risk", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await fleet.CallAsync("start", "--version", "v2", "--risk", "high")).ExitCode);
        Assert.Equal("v2", (await fleet.UntilKeptAsync(r => r.Risk == "high")).Key.Revision);
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();
}
