using Xunit.Abstractions;

namespace Rollout.Judge.Tests;

/// <summary>
/// How much later than an oracle that knows the loss (and when it began) harm is found; ten even nodes, orders. Few runs here; the
/// figures of the README: ROLLOUT_JUDGE_RUNS=500, one fleet and baseline for 25 of them.
/// </summary>
public sealed class OracleDelayTests(ITestOutputHelper output)
{
    private const int RunsPerFleet = 25;

    /// <summary>Goals of judge/README.md 5.3 in minutes, and 2.5 oracles for a loss that begins after three hours (5.5).</summary>
    [Theory]
    [InlineData(2, .2, 6, 0, false, 150)]
    [InlineData(2, .2, 6, 0, true, 150)]
    [InlineData(20, .2, 3, 0, false, 18)]
    [InlineData(20, .2, 3, 0, true, 18)]
    [InlineData(200, .2, 1, 0, false, 2.5)]
    [InlineData(200, .2, 1, 0, true, 2.5)]
    [InlineData(20, .2, 6, 180, true, 30)]
    [InlineData(2, .5, 6, 180, true, 45)]
    public void Harm_is_found_soon(double orders, double loss, int hours, int onset, bool planned, double goal)
    {
        var runs = Runs.Of(25);
        var played = Play(orders, loss, hours, onset, planned, runs);
        var (median, oracle) = (PlayedRollout.Median(played.Select(p => p.Minute - onset)), PlayedRollout.Median(played.Select(p => p.Oracle - onset)));
        output.WriteLine($"{orders} a minute, loss {loss}, onset {onset}, planned {planned}: median {median}, oracle {oracle}, ratio {median / oracle:0.00}");

        // The median of few runs strays by some 1.25 deviations over their root, and delays spread by about half of themselves.
        Assert.InRange(median!.Value, 1, goal * (1 + (2 / Math.Sqrt(runs))));
    }

    [Theory]
    [InlineData(20, 0, false)]
    [InlineData(2, 0, false)]
    [InlineData(20, .05, false)]
    [InlineData(20, 0, true)]
    public void A_planned_length_keeps_false_rollbacks_within_alpha(double orders, double drift, bool values)
    {
        var runs = Runs.Of(25);
        var plan = new JudgePlan { Statistic = values ? Statistic.Revenue : Statistic.Count, Horizon = TimeSpan.FromHours(2) };
        var wrong = 0;
        for (var run = 0; run < runs; run += RunsPerFleet)
        {
            var fleet = new SimulatedFleet(6000 + run) { OrdersPerMinute = orders, Drift = drift, DriftEveryMinutes = 120, WithValues = values };
            var baseline = Planned(plan, fleet, 1440);
            wrong += Enumerable.Range(0, Math.Min(RunsPerFleet, runs - run)).Count(_ => PlayedRollout.Of(plan, baseline, fleet, 120, 0).Minute is not null);
        }

        output.WriteLine($"{orders} a minute, drift {drift}, values {values}: {wrong} of {runs}");
        Assert.InRange((double)wrong / runs, 0, plan.Alpha + Runs.Slack(plan.Alpha, runs));
    }

    private static List<PlayedRollout> Play(double orders, double loss, int hours, int onset, bool planned, int runs)
    {
        var played = new List<PlayedRollout>();
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = planned ? TimeSpan.FromHours(hours) : null };
        for (var run = 0; run < runs; run += RunsPerFleet)
        {
            var fleet = new SimulatedFleet(4000 + run) { OrdersPerMinute = orders, Swing = 0 };
            var baseline = Planned(plan, fleet, 2880);
            played.AddRange(Enumerable.Range(0, Math.Min(RunsPerFleet, runs - run)).Select(_ => PlayedRollout.Of(plan, baseline, fleet, 60 * hours, loss, onset)));
        }

        return played;
    }

    /// <summary>With the threshold of the planned length; one of several rollouts on the same baseline, so that the planned time does not end.</summary>
    private static Baseline Planned(JudgePlan plan, SimulatedFleet fleet, int history)
    {
        var baseline = Baselines.FromHistory(plan, fleet.History(history), fleet.Nodes, ["n0"]);
        var span = new HorizonSpan(SimulatedFleet.Begin, plan.Horizon ?? TimeSpan.FromHours(1), SimulatedFleet.Minute);
        return HorizonThresholds.Simulate([new HorizonMetric("m", plan, baseline)], plan.Alpha, span) is { } threshold
            ? baseline with { Horizon = threshold with { End = DateTimeOffset.MaxValue } }
            : baseline;
    }
}
