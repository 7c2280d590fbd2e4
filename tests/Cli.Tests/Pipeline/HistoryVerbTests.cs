using System.Text.Json;
using Rollout.History;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>Releases and their report as processes of their own see them, from a real controller and from its store.</summary>
public sealed class HistoryVerbTests
{
    [Fact]
    public async Task Commit_and_times_travel_with_a_release_into_status_history_and_report()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");
        var committed = TimeProvider.System.GetUtcNow().AddHours(-2);
        Assert.Equal(0, (await fleet.CallAsync(
            "start", "--version", "v2", "--commit", "9fceb02d0ae598e9", "--committed-at", committed.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            "--built-at", committed.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null))).ExitCode);
        Assert.Equal(13, (await fleet.CallAsync("wait", "--timeout", "1s")).ExitCode);
        Assert.Contains("  v2: commit 9fceb02d0ae598e9, built ", (await fleet.CallAsync("status")).Out, StringComparison.Ordinal);
        Assert.Contains("\n    commit: \"9fceb02d0ae598e9\"\n", (await fleet.CallAsync("status", "-o", "yaml")).Out, StringComparison.Ordinal);

        Assert.Equal(0, (await fleet.CallAsync("promote")).ExitCode);
        Assert.Equal(0, (await fleet.CallAsync("wait")).ExitCode);
        var release = await fleet.UntilKeptAsync(r => r is { Result: ReleaseResult.Promoted });
        Assert.Equal(("v2", "9fceb02d0ae598e9", "v1"), (release.Key.Revision, release.Commit, release.StableRevision));
        Assert.NotEmpty(release.Stages);

        var history = await fleet.CallAsync("history");
        Assert.Equal(0, history.ExitCode);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\dZ  \S+ +v2 +Promoted +9fceb02 +\S", history.OutLines[1]);
        Assert.All(history.OutLines, line => Assert.InRange(line.Length, 1, 80));
        var wide = await fleet.CallAsync("history", "-o", "wide");
        Assert.Contains("9fceb02d0ae598e9", wide.Out, StringComparison.Ordinal);
        Assert.True(wide.OutLines[1].Length > 80);

        using var report = JsonDocument.Parse((await fleet.CallAsync("report", "--since", "1d", "-o", "json")).Out);
        var lead = report.RootElement.GetProperty("leadTime");
        Assert.Equal((1, 0), (lead.GetProperty("known").GetInt32(), lead.GetProperty("unknown").GetInt32()));
        Assert.InRange(lead.GetProperty("medianSeconds").GetDouble(), 7200, 7200 + 600);
        Assert.Equal(1, report.RootElement.GetProperty("deploymentFrequency").GetProperty("deployments").GetInt32());
    }

    [Fact]
    public async Task A_report_on_80_columns_says_what_is_unknown_as_such_and_names_its_source()
    {
        await using var fleet = await RunningFleet.StartAsync("1h");
        Assert.Equal(10, (await fleet.CallAsync("start", "--version", "bad-1", "--wait")).ExitCode);
        await fleet.UntilKeptAsync(r => r is { Result: ReleaseResult.RolledBack });

        var report = await fleet.CallAsync("report");
        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        Assert.All(report.OutLines, line => Assert.InRange(line.Length, 0, 80));
        Assert.StartsWith("default/shop, ", report.OutLines[0], StringComparison.Ordinal);
        Assert.Contains("change failures  1 of 1 changes (100 %)", report.Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^lead time +- +- +0 +0$", report.Out);
        Assert.Contains("State of DevOps Report 2024", report.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);

        // The same from the store itself, the controller left alone.
        var direct = await RolloutProcess.RunAsync("report", "--history", fleet.History, "--since", "90d", "-o", "yaml");
        Assert.Equal(0, direct.ExitCode);
        Assert.Contains("\nchangeFailures:\n  rate: 1\n", direct.Out, StringComparison.Ordinal);
        var history = await RolloutProcess.RunWithAsync("ROLLOUT_HISTORY", fleet.History, ["history", "shop"]);
        Assert.Matches(@"bad-1 +RolledBack", history.Out);
    }

    [Fact]
    public async Task What_is_wrong_with_a_call_is_said_at_once_and_a_store_that_is_away_is_3()
    {
        var wrong = await RolloutProcess.RunAsync("history", "shop", "--history", "mysql:Password=hunter2", "--since", "soon", "--limit", "0", "-o", "xml");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Equal(["--history", "--limit", "--output", "--since"], wrong.ErrorLines[..^1].Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2", wrong.Error, StringComparison.Ordinal);
        var away = await RolloutProcess.RunAsync("report", "--history", "postgres:Host=/nowhere;Username=u");
        Assert.Equal((3, ""), (away.ExitCode, away.Out));
        Assert.Equal(3, (await RolloutProcess.RunAsync("history", "shop", "--server", "http://127.0.0.1:9")).ExitCode);
    }
}
