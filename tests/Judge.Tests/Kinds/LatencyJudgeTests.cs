namespace Rollout.Judge.Tests;

public sealed class LatencyJudgeTests
{
    private static readonly JudgePlan Plan =
        new() { Statistic = Statistic.Latency, Direction = Direction.LowerIsBetter, Horizon = TimeSpan.FromHours(2) };

    private static readonly ValueBins Bins = new() { UpperBounds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, double.PositiveInfinity] };

    private static readonly string[] Nodes = ["a", "b", "c", "d", "e"];

    [Fact]
    public void The_bounds_are_the_bins_that_hold_half_and_19_of_20_and_99_of_100_of_the_past_requests()
    {
        var history = new FleetHistory { BucketLength = SimulatedFleet.Minute, ValueBins = Bins, Buckets = [Bucket(0, [0, 100, 300, 200, 200, 100, 50, 45, 4, 1])] };
        Assert.Equal([(.5, .05, 4), (.95, .5, 7), (.99, 1, 8)], LatencyBounds.Of(history));
    }

    [Fact]
    public void Quantiles_that_share_a_bin_are_one_bound_and_a_bound_with_nothing_above_is_none()
    {
        FleetHistory Of(double[] counts) => new() { BucketLength = SimulatedFleet.Minute, ValueBins = Bins, Buckets = [Bucket(0, counts)] };
        Assert.Equal([(.5, .01, 2)], LatencyBounds.Of(Of([0, 998, 2, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Empty(LatencyBounds.Of(Of([1000, 0, 0, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Empty(LatencyBounds.Of(Of([500, 499, 0, 0, 0, 0, 0, 0, 0, 0])));
    }

    [Theory]
    [InlineData(1, 1, Verdict.NoWorse)]
    [InlineData(1.3, 1, Verdict.Worse)]
    [InlineData(1, 4, Verdict.Worse)]
    [InlineData(.7, .5, Verdict.Better)]
    public void Slower_in_the_middle_or_in_the_tail_alone_is_worse(double slower, double tail, Verdict expected)
    {
        var said = Judged(1, slower, tail, 300);
        Assert.Equal(expected, said.Verdict);
        Assert.Contains(said.Notes, n => n == "judged by requests slower than 0.1 (p50) and 0.5 (p95) and 1 (p99); shown is 0.5");
    }

    [Fact]
    public void False_alarms_stay_within_alpha()
    {
        var runs = Runs.Of(20);
        var wrong = Enumerable.Range(0, runs).Count(run => Judged(50 + run, 1, 1, 120, stop: true).Verdict == Verdict.Worse);
        Assert.InRange((double)wrong / runs, 0, Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
    }

    [Fact]
    public void Without_a_history_nothing_is_judged_and_what_is_missing_is_said()
    {
        var baseline = Baselines.FromHistory(Plan, new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [] }, Nodes, ["a"]);
        var evidence = MetricJudge.Observe(Plan, baseline, MetricJudge.Begin(Plan, baseline), Bucket(0, [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]), ["a"]);
        var said = MetricJudge.Assess(Plan, baseline, evidence, .1);
        Assert.Equal((Verdict.Insufficient, 0), (said.Verdict, said.FleetEvents));
        Assert.Equal(0, said.LogEHarm, 12);
        Assert.Equal(0, said.LogESafe, 12);
        Assert.Contains(said.Notes, n => n.StartsWith("a latency needs a history", StringComparison.Ordinal));
    }

    [Fact]
    public void The_evidence_survives_its_serialisation_and_stays_below_4_KiB()
    {
        var draws = new Draws(3);
        var baseline = Baselines.FromHistory(Plan, History(draws, 600), Nodes, ["a"]);
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 600; t < 660; t++)
        {
            evidence = MetricJudge.Observe(Plan, baseline, evidence, Next(draws, t, 1.1, 1), ["a"]);
        }

        var text = System.Text.Json.JsonSerializer.Serialize(evidence);
        var again = System.Text.Json.JsonSerializer.Deserialize<Evidence>(text)!;
        Assert.InRange(text.Length, 1, 4096);
        Assert.Equal(
            MetricJudge.Assess(Plan, baseline, evidence, .1) with { Notes = [] }, MetricJudge.Assess(Plan, baseline, again, .1) with { Notes = [] });
    }

    private static Assessment Judged(int seed, double slower, double tail, int minutes, bool stop = false)
    {
        var draws = new Draws(seed);
        var baseline = Baselines.FromHistory(Plan, History(draws, 1440), Nodes, ["a"]);
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 1440; t < 1440 + minutes; t++)
        {
            evidence = MetricJudge.Observe(Plan, baseline, evidence, Next(draws, t, slower, tail), ["a"]);
            if (stop && MetricJudge.Decide(Plan, baseline, evidence, .1) == Verdict.Worse)
            {
                break;
            }
        }

        // A p99 has few events: half as many again is what some hours exclude.
        return MetricJudge.Assess(Plan, baseline, evidence, .5);
    }

    private static FleetHistory History(Draws draws, int minutes) =>
        new() { BucketLength = SimulatedFleet.Minute, ValueBins = Bins, Buckets = [.. Enumerable.Range(0, minutes).Select(t => Next(draws, t, 1, 1))] };

    /// <summary>Log-normal durations about 80 ms; of a hundred requests one waits ten times as long.</summary>
    private static FleetBucket Next(Draws draws, int t, double slower, double tail)
    {
        var nodes = new Dictionary<string, Measure>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            var counts = new double[Bins.UpperBounds.Count];
            var requests = draws.Poisson(60 * (1 + (.5 * Math.Sin(t / 200.0))));
            for (var i = 0; i < requests; i++)
            {
                var seconds = .08 * Math.Exp(.7 * draws.Normal()) * (node == "a" ? slower : 1);
                seconds *= draws.Uniform() < .01 * (node == "a" ? tail : 1) ? 10 : 1;
                counts[Bins.UpperBounds.TakeWhile(b => b < seconds).Count()]++;
            }

            nodes[node] = new Measure { Count = 0, ValueCounts = counts };
        }

        return new FleetBucket(SimulatedFleet.Begin + (t * SimulatedFleet.Minute), SimulatedFleet.Minute, nodes);
    }

    private static FleetBucket Bucket(int t, double[] counts) => new(
        SimulatedFleet.Begin + (t * SimulatedFleet.Minute),
        SimulatedFleet.Minute,
        new Dictionary<string, Measure>(StringComparer.Ordinal) { ["a"] = new() { Count = 0, ValueCounts = counts }, ["b"] = new() { Count = 0, ValueCounts = new double[counts.Length] } });
}
