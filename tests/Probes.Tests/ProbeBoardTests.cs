using Rollout.Api;
using Rollout.Probes.Schedule;

namespace Rollout.Probes.Tests;

public class ProbeBoardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [new ProbeStep { Name = "pay", Http = new HttpStep { Path = "/" } }], FailAfter = 3 };
    private static readonly ProbeAssignment N1 = new("checkout", "n1", Spec, new Uri("http://127.0.0.1:1"));
    private static readonly ProbeAssignment N2 = N1 with { Node = "n2" };

    private readonly ProbeBoard board = new();
    private int seconds;

    public ProbeBoardTests() => board.Assign([N1, N2]);

    [Fact]
    public void A_probe_is_unknown_before_it_ran()
    {
        Assert.Equal([("n1", ProbeHealth.Unknown), ("n2", ProbeHealth.Unknown)], board.Snapshot(Noon).Select(s => (s.Node, s.Health)));
        Assert.Null(One().LastRun);
    }

    [Fact]
    public void It_fails_after_as_many_failures_in_a_row_as_asked_for_and_passes_after_one_success()
    {
        Run(false);
        Assert.Equal((ProbeHealth.Unknown, 1), (One().Health, One().ConsecutiveFailures));
        Run(true);
        Assert.Equal((ProbeHealth.Passing, 0), (One().Health, One().ConsecutiveFailures));
        Assert.Null(One().Failure);
        Run(false);
        Run(false);
        Assert.Equal((ProbeHealth.Passing, 2), (One().Health, One().ConsecutiveFailures));
        Assert.Equal("step \"pay\" expected status 2xx, got status 500", One().Failure!.ToString());
        Run(false);
        Assert.Equal((ProbeHealth.Failing, 3), (One().Health, One().ConsecutiveFailures));
        Run(false);
        Assert.Equal((ProbeHealth.Failing, 4), (One().Health, One().ConsecutiveFailures));
        Run(true);
        Assert.Equal((ProbeHealth.Passing, 2L, 5L), (One().Health, One().Successes, One().Failures));
        Assert.Equal(ProbeHealth.Unknown, board.Snapshot(Noon)[1].Health);
    }

    [Fact]
    public void A_new_revision_begins_anew_and_runs_from_before_do_not_count()
    {
        board.Begin("n1", "v1", Noon);
        Run(true);
        Run(true);
        board.Begin("n1", "v1", Noon.AddHours(1));
        Assert.Equal((2L, "v1"), (One().Successes, One().Revision));
        board.Begin("n1", "v2", Noon.AddSeconds(10));
        Assert.Equal((ProbeHealth.Unknown, 0L, "v2"), (One().Health, One().Successes, One().Revision));
        board.Record(N1, Result(Noon.AddSeconds(9.9), passed: true));
        Assert.Equal((ProbeHealth.Unknown, 0L), (One().Health, One().Successes));
        board.Record(N1, Result(Noon.AddSeconds(10), passed: true));
        Assert.Equal((ProbeHealth.Passing, 1L), (One().Health, One().Successes));
    }

    [Fact]
    public void A_probe_that_has_not_run_for_three_intervals_says_nothing_any_more()
    {
        board.Record(N1, Result(Noon, passed: true));
        var fresh = Noon + (3 * Spec.Interval) + Spec.Timeout;
        Assert.Equal(ProbeHealth.Passing, board.Snapshot(fresh)[0].Health);
        Assert.Equal(ProbeHealth.Unknown, board.Snapshot(fresh.AddTicks(1))[0].Health);
    }

    [Fact]
    public void What_is_no_longer_assigned_is_forgotten_and_what_changed_begins_anew()
    {
        Run(true);
        board.Assign([N1]);
        Assert.Equal(["n1"], board.Snapshot(Noon).Select(s => s.Node));
        Assert.Equal(1, One().Successes);
        board.Assign([N1 with { Address = new Uri("http://127.0.0.1:2") }]);
        Assert.Equal(0, One().Successes);
        board.Record(N1, Result(Noon, passed: false));
        Assert.Equal(0, One().Failures);
    }

    [Fact]
    public void A_fault_of_ours_is_not_the_node_s()
    {
        Run(true);
        board.Break(N1, "out of sockets", Noon.AddSeconds(50));
        Assert.Equal((ProbeHealth.Unknown, 0L, "out of sockets"), (One().Health, One().Failures, One().Trouble));
        Run(true);
        Assert.Equal((ProbeHealth.Passing, null), (One().Health, One().Trouble));
    }

    [Fact]
    public void Overdue_runs_are_counted()
    {
        board.Record(N1, Result(Noon, passed: true), overdue: 2);
        board.Record(N1, Result(Noon.AddSeconds(1), passed: true), overdue: 1);
        Assert.Equal(3, One().Overdue);
    }

    private ProbeStanding One() => board.Snapshot(Noon.AddSeconds(seconds))[0];

    private void Run(bool passed) => board.Record(N1, Result(Noon.AddSeconds(seconds++), passed));

    private static ProbeResult Result(DateTimeOffset at, bool passed) =>
        new(at, TimeSpan.Zero, [passed ? new StepResult("pay", true, TimeSpan.Zero) : new StepResult("pay", false, TimeSpan.Zero, "status 2xx", "status 500", "no")]);
}
