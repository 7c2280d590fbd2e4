namespace Rollout.Judge.Tests;

public sealed class DirectionsTests
{
    private static readonly DateTimeOffset Begin = SimulatedFleet.Begin;

    /// <summary>The identity that the sign rests on: less of one side is more of the other.</summary>
    [Fact]
    public void Judging_a_where_less_is_better_is_judging_b_where_more_is_better()
    {
        var draws = new Draws(1);
        var more = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(1) };
        var less = more with { Direction = Direction.LowerIsBetter };
        var history = new FleetHistory
        {
            BucketLength = SimulatedFleet.Minute,
            Buckets = [.. Enumerable.Range(0, 300).Select(t => Bucket(t, draws.Poisson(30), draws.Poisson(20)))],
        };
        var (a, b) = (Baselines.FromHistory(less, history, ["a", "b"], ["a"]), Baselines.FromHistory(more, history, ["a", "b"], ["b"]));
        var (ofA, ofB) = (MetricJudge.Begin(less, a), MetricJudge.Begin(more, b));
        for (var t = 300; t < 340; t++)
        {
            var bucket = Bucket(t, draws.Poisson(36), draws.Poisson(20));
            ofA = MetricJudge.Observe(less, a, ofA, bucket, ["a"]);
            ofB = MetricJudge.Observe(more, b, ofB, bucket, ["b"]);
            var tolerance = .25;
            var (lessSaid, moreSaid) = (MetricJudge.Assess(less, a, ofA, tolerance), MetricJudge.Assess(more, b, ofB, tolerance / (1 + tolerance)));
            Assert.Equal(moreSaid.LogEHarm, lessSaid.LogEHarm, 9);
            Assert.Equal(moreSaid.LogESafe, lessSaid.LogESafe, 9);
            Assert.Equal((1 / (1 + moreSaid.Effect!.Value)) - 1, lessSaid.Effect!.Value, 9);
            Assert.Equal(moreSaid.CanaryEvents, lessSaid.FleetEvents - lessSaid.CanaryEvents);
            Assert.True(lessSaid.Low <= lessSaid.Effect && lessSaid.High >= lessSaid.Effect);
        }
    }

    [Theory]
    [InlineData(1.5, Verdict.Worse, .3, .8)]
    [InlineData(1, Verdict.NoWorse, -.1, .1)]
    [InlineData(.5, Verdict.Better, -.6, -.4)]
    public void Where_less_is_better_an_increase_is_harm_and_a_decrease_is_better(double factor, Verdict expected, double from, double to)
    {
        var draws = new Draws(2);
        var plan = new JudgePlan { Statistic = Statistic.Count, Direction = Direction.LowerIsBetter, Horizon = TimeSpan.FromHours(6) };
        string[] nodes = ["a", "b", "c", "d"];
        FleetBucket Next(int t, double of) => new(Begin + (t * SimulatedFleet.Minute), SimulatedFleet.Minute,
            nodes.ToDictionary(n => n, n => new Measure { Count = draws.Poisson(n == "a" ? 40 * of : 40) }, StringComparer.Ordinal));
        var history = new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [.. Enumerable.Range(0, 1440).Select(t => Next(t, 1))] };
        var baseline = Baselines.FromHistory(plan, history, nodes, ["a"]);
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var t = 1440; t < 1800; t++)
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, Next(t, factor), ["a"]);
        }

        var said = MetricJudge.Assess(plan, baseline, evidence, .1);
        Assert.Equal(expected, said.Verdict);
        Assert.InRange(said.Effect!.Value, from, to);
        Assert.True(expected != Verdict.Better || said.High < 0);
        Assert.True(expected != Verdict.Worse || said.Low > 0);
        Assert.Equal(expected, MetricJudge.Decide(plan, baseline, evidence, .1));
    }

    /// <summary>The state reaches to four and a half times as much of the controls: a canary with less than 22 % of its share is shown as such.</summary>
    [Fact]
    public void A_canary_without_any_error_has_a_bounded_effect_and_no_infinity()
    {
        var plan = new JudgePlan { Statistic = Statistic.Count, Direction = Direction.LowerIsBetter };
        var baseline = Baselines.FromHistory(plan, new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [] }, ["a", "b"], ["a"]);
        var evidence = MetricJudge.Observe(plan, baseline, MetricJudge.Begin(plan, baseline), Bucket(0, 0, 500), ["a"]);
        var said = MetricJudge.Assess(plan, baseline, evidence, .1);
        Assert.InRange(said.Effect!.Value, -1, -.77);
        Assert.InRange(said.Low!.Value, -1, said.Effect.Value);
        Assert.InRange(said.High!.Value, said.Effect.Value, 0);
    }

    private static FleetBucket Bucket(int t, int a, int b) => new(
        Begin + (t * SimulatedFleet.Minute),
        SimulatedFleet.Minute,
        new Dictionary<string, Measure>(StringComparer.Ordinal) { ["a"] = new() { Count = a }, ["b"] = new() { Count = b } });
}
