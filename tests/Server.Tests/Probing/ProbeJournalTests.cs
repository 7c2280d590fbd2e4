using System.Text;
using Rollout.Api;
using Rollout.Probes;
using Rollout.Probes.History;
using Rollout.Probes.Schedule;
using Rollout.Server.Probing;
using Rollout.Support;
using Rollout.Telemetry;

namespace Rollout.Server.Tests.Probing;

public sealed class ProbeJournalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProbeAssignment Run = new("checkout", "n1", new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }] }, new Uri("http://127.0.0.1:1"));

    [Fact]
    public void Every_run_stands_on_the_page_and_in_the_metrics_and_so_do_those_that_were_not_made()
    {
        var history = new ProbeHistory(new ManualTime(Noon));
        using var telemetry = new ControllerTelemetry("0.1.0", _ => null, () => 0);
        var journal = new ProbeJournal(history, telemetry);
        journal.Ran("store", "checkout", Run, Result(passed: true), 0);
        Assert.DoesNotContain("staggered_probe_overdue_total{", Page(telemetry), StringComparison.Ordinal);
        journal.Ran("store", "checkout", Run, Result(passed: false), 3);
        journal.Ran("store", "checkout", Run, Result(passed: true), 2);
        journal.Troubled("store", "checkout", Run, "no socket is free");

        var page = Page(telemetry);
        Assert.Contains("staggered_probe_overdue_total{namespace=\"store\",probe=\"checkout\"} 5\n", page, StringComparison.Ordinal);
        foreach (var (result, runs) in new[] { ("passed", 2), ("failed", 1), ("trouble", 1) })
        {
            Assert.Contains(FormattableString.Invariant($"staggered_probe_runs_total{{namespace=\"store\",probe=\"checkout\",result=\"{result}\"}} {runs}\n"), page, StringComparison.Ordinal);
        }

        Assert.Equal(4, history.Latest().Count);
        Assert.All(history.Latest(), r => Assert.Equal(("store/checkout", "n1"), (r.Probe, r.Target)));
        Assert.Single(history.Latest(), r => r.Trouble == "no socket is free");
    }

    private static ProbeResult Result(bool passed) => new(Noon, TimeSpan.FromMilliseconds(3), [new StepResult("a", passed, TimeSpan.FromMilliseconds(3))]);

    private static string Page(ControllerTelemetry telemetry) => Encoding.UTF8.GetString(telemetry.Page(null, null).Body);
}
