using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Rollout.Judge.Tests;

public sealed class MetricJudgeTests
{
    private static readonly string[] Canary = ["n0"];
    private static readonly JudgePlan Revenue = new() { Horizon = TimeSpan.FromHours(6) };
    private static readonly JudgePlan Count = Revenue with { Statistic = Statistic.Count };

    [Fact]
    public void A_fifth_of_the_orders_lost_is_proven_and_the_interval_holds_it()
    {
        var (_, assessment) = Judged(Revenue, new SimulatedFleet(21) { WithValues = true }, 120, fleet => fleet.Loss = .2);
        Assert.Equal(Verdict.Worse, assessment.Verdict);
        Assert.True(assessment.LogEHarm >= assessment.HarmThreshold);
        Assert.InRange(-.2, assessment.Low!.Value, assessment.High!.Value);
    }

    [Fact]
    public void Smaller_baskets_at_equal_orders_are_proven_harm()
    {
        var fleet = new SimulatedFleet(22) { WithValues = true };
        var (_, assessment) = Judged(Revenue, fleet, 90, f => f.BasketLoss = .3);
        Assert.Equal(Verdict.Worse, assessment.Verdict);
        var (_, orders) = Judged(Count, new SimulatedFleet(22), 90, _ => { });
        Assert.NotEqual(Verdict.Worse, orders.Verdict);
    }

    [Fact]
    public void Nothing_lost_is_no_worse()
    {
        var (_, assessment) = Judged(Revenue, new SimulatedFleet(23) { WithValues = true }, 240, _ => { });
        Assert.Equal(Verdict.NoWorse, assessment.Verdict);
    }

    [Fact]
    public void A_gain_is_better()
    {
        var (_, assessment) = Judged(Count, new SimulatedFleet(24), 120, f => f.Loss = -.3);
        Assert.Equal(Verdict.Better, assessment.Verdict);
        Assert.True(assessment.Low > 0);
    }

    [Fact]
    public void Sums_and_counts_alone_prove_a_loss_too()
    {
        var fleet = new SimulatedFleet(25) { WithValues = true };
        var history = WithoutValues(fleet.History(2880));
        fleet.Loss = .3;
        var baseline = Baselines.FromHistory(Revenue, history, fleet.Nodes, Canary);
        Assert.Null(baseline.Values);
        Assert.True(baseline.SquaredVariation > 1);
        var evidence = MetricJudge.Begin(Revenue, baseline);
        for (var t = 0; t < 120; t++)
        {
            evidence = MetricJudge.Observe(Revenue, baseline, evidence, WithoutValues(fleet.Next()), Canary);
        }

        Assert.Equal(Verdict.Worse, MetricJudge.Assess(Revenue, baseline, evidence, .1).Verdict);
    }

    /// <summary>Saved and loaded at any sample: the same evidence, bit for bit, at the end.</summary>
    [Fact]
    public void Saving_and_loading_between_any_two_samples_changes_nothing()
    {
        var fleet = new SimulatedFleet(26) { WithValues = true, OrdersPerMinute = 5 };
        var baseline = Baselines.FromHistory(Revenue, fleet.History(2000), fleet.Nodes, Canary);
        var buckets = fleet.History(25).Buckets;
        var straight = Observed(Revenue, baseline, buckets, _ => false);
        Prop.ForAll(Gen.Choose(0, (1 << 25) - 1).ToArbitrary(), mask =>
        {
            var loaded = RoundTrip(baseline);
            return Observed(Revenue, loaded, buckets, t => (mask >> t & 1) == 1) == straight;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void The_order_of_nodes_changes_nothing()
    {
        var fleet = new SimulatedFleet(27) { WithValues = true };
        var history = fleet.History(1440);
        var buckets = fleet.History(30).Buckets;
        var one = Observed(Revenue, Baselines.FromHistory(Revenue, history, fleet.Nodes, Canary), buckets, _ => false);
        var reversed = history with { Buckets = [.. history.Buckets.Select(Reversed)] };
        var two = Observed(
            Revenue, Baselines.FromHistory(Revenue, reversed, [.. fleet.Nodes.Reverse()], Canary), [.. buckets.Select(Reversed)], _ => false);
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e-9)]
    public void The_unit_of_money_changes_nothing(double unit)
    {
        foreach (var values in new[] { true, false })
        {
            var fleet = new SimulatedFleet(28) { WithValues = true };
            var (history, buckets) = (fleet.History(1440), fleet.History(60).Buckets);
            if (!values)
            {
                (history, buckets) = (WithoutValues(history), [.. buckets.Select(WithoutValues)]);
            }

            var plain = Assessed(Revenue, history, fleet.Nodes, buckets);
            var scaled = Assessed(Revenue, InUnit(history, unit), fleet.Nodes, [.. buckets.Select(b => InUnit(b, unit))]);
            Assert.Equal(plain.LogEHarm, scaled.LogEHarm, 1e-7);
            Assert.Equal(plain.LogESafe, scaled.LogESafe, 1e-7);
            Assert.Equal(plain.Effect!.Value, scaled.Effect!.Value, 1e-7);
        }
    }

    [Fact]
    public void Splitting_a_bucket_changes_nothing_without_delayed_onset()
    {
        var plan = Count with { Horizon = null };
        var fleet = new SimulatedFleet(29);
        var baseline = Baselines.FromHistory(plan, fleet.History(1440), fleet.Nodes, Canary);
        var buckets = fleet.History(60).Buckets;
        var merged = buckets.Chunk(2).Select(pair => new FleetBucket(pair[0].Start, 2 * SimulatedFleet.Minute, fleet.Nodes.ToDictionary(
            n => n, n => new Measure { Count = pair[0].Nodes[n].Count + pair[1].Nodes[n].Count }, StringComparer.Ordinal)));
        var one = MetricJudge.Assess(plan, baseline, Observed(plan, baseline, buckets, _ => false), .1);
        var two = MetricJudge.Assess(plan, baseline, Observed(plan, baseline, [.. merged], _ => false), .1);
        Assert.Equal(one.LogEHarm, two.LogEHarm, 1e-9);
        Assert.Equal(one.LogESafe, two.LogESafe, 1e-9);
    }

    [Fact]
    public void A_bucket_is_used_once()
    {
        var fleet = new SimulatedFleet(30);
        var baseline = Baselines.FromHistory(Count, fleet.History(1440), fleet.Nodes, Canary);
        var (first, second) = (fleet.Next(), fleet.Next());
        var evidence = Observed(Count, baseline, [first, second], _ => false);
        Assert.Same(evidence, MetricJudge.Observe(Count, baseline, evidence, second, Canary));
        Assert.Same(evidence, MetricJudge.Observe(Count, baseline, evidence, first, Canary));
        Assert.Same(evidence, MetricJudge.Observe(Count, baseline, evidence, second with { Start = second.Start.AddSeconds(30) }, Canary));
        Assert.Equal(second.Start, evidence.LastStart);
    }

    [Fact]
    public void A_bucket_without_canary_or_control_is_left_out_and_counted()
    {
        var fleet = new SimulatedFleet(31);
        var baseline = Baselines.FromHistory(Count, fleet.History(1440), fleet.Nodes, Canary);
        var begin = MetricJudge.Begin(Count, baseline);
        FleetBucket Only(FleetBucket b, Func<string, bool> node) =>
            b with { Nodes = b.Nodes.Where(n => node(n.Key)).ToDictionary(StringComparer.Ordinal) };
        var evidence = MetricJudge.Observe(Count, baseline, begin, Only(fleet.Next(), n => n != "n0"), Canary);
        evidence = MetricJudge.Observe(Count, baseline, evidence, Only(fleet.Next(), n => n == "n0"), Canary);
        Assert.Equal((0, 2, 0.0), (evidence.Buckets, evidence.LeftOut, evidence.FleetEvents));
        Assert.Equal(begin.Orders, evidence.Orders);
        Assert.Contains(MetricJudge.Assess(Count, baseline, evidence, .1).Notes, n => n.StartsWith("2 buckets left out", StringComparison.Ordinal));
    }

    [Fact]
    public void The_evidence_is_small_and_does_not_grow()
    {
        foreach (var (plan, values, limit) in new[] { (Count, false, 1024), (Revenue, true, 4096) })
        {
            var fleet = new SimulatedFleet(32) { WithValues = values, Drift = .1, OrdersPerMinute = 200 };
            var baseline = Baselines.FromHistory(plan, fleet.History(1440), fleet.Nodes, Canary);
            var evidence = Observed(plan, baseline, fleet.History(200).Buckets, _ => false);
            Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(evidence).Length, 1, limit);
            Assert.Equal(MetricJudge.Begin(plan, baseline).Orders.Length, evidence.Orders.Length);
        }
    }

    [Fact]
    public void More_canaries_in_a_later_stage_move_the_share_and_the_evidence_goes_on()
    {
        var fleet = new SimulatedFleet(33);
        var baseline = Baselines.FromHistory(Count, fleet.History(2880), fleet.Nodes, Canary);
        var evidence = Observed(Count, baseline, fleet.History(30).Buckets, _ => false);
        var wider = MetricJudge.Observe(Count, baseline, evidence, fleet.Next(), ["n0", "n1", "n2"]);
        Assert.InRange(evidence.ExpectedShare, .09, .11);
        Assert.InRange(wider.ExpectedShare, .28, .32);
        Assert.True(wider.FleetEvents > evidence.FleetEvents);
    }

    [Fact]
    public void Evidence_of_another_plan_is_refused()
    {
        var fleet = new SimulatedFleet(34) { WithValues = true };
        var baseline = Baselines.FromHistory(Revenue, fleet.History(1440), fleet.Nodes, Canary);
        var foreign = MetricJudge.Begin(Revenue, baseline) with { Orders = "AAAA" };
        Assert.Throws<FormatException>(() => MetricJudge.Assess(Revenue, baseline, foreign, .1));
    }

    internal static Evidence Observed(JudgePlan plan, Baseline baseline, IReadOnlyList<FleetBucket> buckets, Func<int, bool> reload)
    {
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var t = 0; t < buckets.Count; t++)
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, buckets[t], Canary);
            evidence = reload(t) ? RoundTrip(evidence) : evidence;
        }

        return evidence;
    }

    private static (Evidence Evidence, Assessment Assessment) Judged(JudgePlan plan, SimulatedFleet fleet, int minutes, Action<SimulatedFleet> release)
    {
        var baseline = Baselines.FromHistory(plan, fleet.History(2880), fleet.Nodes, Canary);
        release(fleet);
        var evidence = Observed(plan, baseline, fleet.History(minutes).Buckets, _ => false);
        return (evidence, MetricJudge.Assess(plan, baseline, evidence, .1));
    }

    private static Assessment Assessed(JudgePlan plan, FleetHistory history, IReadOnlyCollection<string> nodes, IReadOnlyList<FleetBucket> buckets)
    {
        var baseline = Baselines.FromHistory(plan, history, nodes, Canary);
        return MetricJudge.Assess(plan, baseline, Observed(plan, baseline, buckets, _ => false), .1);
    }

    private static T RoundTrip<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;

    private static FleetBucket Reversed(FleetBucket bucket) =>
        bucket with { Nodes = bucket.Nodes.Reverse().ToDictionary(StringComparer.Ordinal) };

    private static FleetHistory WithoutValues(FleetHistory history) =>
        history with { ValueBins = null, Buckets = [.. history.Buckets.Select(WithoutValues)] };

    private static FleetBucket WithoutValues(FleetBucket bucket) => Each(bucket, m => m with { ValueCounts = null });

    private static FleetHistory InUnit(FleetHistory history, double unit) => history with
    {
        Buckets = [.. history.Buckets.Select(b => InUnit(b, unit))],
        ValueBins = history.ValueBins is null ? null : new ValueBins { UpperBounds = [.. history.ValueBins.UpperBounds.Select(u => u * unit)] },
    };

    private static FleetBucket InUnit(FleetBucket bucket, double unit) => Each(bucket, m => m with { Sum = m.Sum * unit });

    private static FleetBucket Each(FleetBucket bucket, Func<Measure, Measure> change) =>
        bucket with { Nodes = bucket.Nodes.ToDictionary(n => n.Key, n => change(n.Value), StringComparer.Ordinal) };
}
