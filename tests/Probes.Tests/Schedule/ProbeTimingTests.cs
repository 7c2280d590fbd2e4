using Rollout.Probes.Schedule;

namespace Rollout.Probes.Tests.Schedule;

public class ProbeTimingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    [Fact]
    public void The_first_run_comes_within_one_interval_at_the_probe_s_own_phase()
    {
        for (var seconds = 0; seconds < 40; seconds++)
        {
            var now = Noon.AddSeconds(seconds);
            var due = ProbeTiming.FirstDue("checkout", "n1", Interval, now);
            Assert.InRange(due - now, TimeSpan.Zero, Interval - TimeSpan.FromTicks(1));
            Assert.Equal(ProbeTiming.Phase("checkout", "n1", Interval).Ticks, (due - DateTimeOffset.UnixEpoch).Ticks % Interval.Ticks);
        }
    }

    [Fact]
    public void The_phase_is_the_same_every_time_and_spread_over_the_nodes()
    {
        var phases = Enumerable.Range(1, 200).Select(i => ProbeTiming.Phase("checkout", $"n{i}", Interval)).ToList();
        Assert.Equal(phases, Enumerable.Range(1, 200).Select(i => ProbeTiming.Phase("checkout", $"n{i}", Interval)));
        var perSecond = phases.GroupBy(p => (int)p.TotalSeconds).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(15, perSecond.Count);
        Assert.InRange(perSecond.Values.Max(), 13, 30);
        Assert.NotEqual(ProbeTiming.Phase("checkout", "n1", Interval), ProbeTiming.Phase("search", "n1", Interval));
    }

    [Theory]
    [InlineData(0, 15, 0)]
    [InlineData(14.9, 15, 0)]
    [InlineData(15, 30, 1)]
    [InlineData(29.9, 30, 1)]
    [InlineData(100, 105, 6)]
    [InlineData(-3, 15, 0)]
    public void What_fell_due_during_a_run_is_counted_and_not_made_up_for(double endedAfter, double nextAfter, int overdue) =>
        Assert.Equal((Noon.AddSeconds(nextAfter), overdue), ProbeTiming.NextDue(Noon, Noon.AddSeconds(endedAfter), Interval));
}
