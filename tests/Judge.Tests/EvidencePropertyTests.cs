using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Rollout.Judge.Tests;

/// <summary>What must not matter does not, for any counts: fleets of four nodes after a day of history, n0 the canary.</summary>
public sealed class EvidencePropertyTests
{
    private const int NodeCount = 4;

    private static readonly string[] Canary = ["n0"];
    private static readonly string[] Nodes = [.. Enumerable.Range(0, NodeCount).Select(i => "n" + i)];
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count };
    private static readonly FleetHistory History = Past(null);
    private static readonly Baseline Counts = Baselines.FromHistory(Plan, History, Nodes, Canary);

    /// <summary>Orders by bucket and node.</summary>
    private static readonly Arbitrary<int[][]> Any = Gen.Choose(0, 40).ArrayOf(NodeCount).NonEmptyListOf().Select(l => l.ToArray()).ToArbitrary();

    [Fact]
    public void The_order_of_nodes_changes_nothing() => Prop.ForAll(Any, counts =>
    {
        var (one, other) = (Buckets(counts), Buckets(counts).Select(Reversed).ToArray());
        var listed = Baselines.FromHistory(Plan, History with { Buckets = [.. History.Buckets.Select(Reversed)] }, [.. Nodes.Reverse()], Canary);
        return Observed(Plan, Counts, one).Orders == Observed(Plan, listed, other).Orders;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void A_save_and_load_between_any_samples_changes_nothing() => Prop.ForAll(Any, Gen.Choose(0, 1 << 16).ToArbitrary(), (counts, saves) =>
    {
        var plan = Plan with { Horizon = TimeSpan.FromHours(3) };
        var baseline = Baselines.FromHistory(plan, History, Nodes, Canary);
        var evidence = MetricJudge.Begin(plan, baseline);
        foreach (var (i, bucket) in Buckets(counts).Index())
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, Canary);
            evidence = (saves >> (i % 16) & 1) == 1 ? JsonSerializer.Deserialize<Evidence>(JsonSerializer.Serialize(evidence))! : evidence;
        }

        return evidence == Observed(plan, baseline, Buckets(counts));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void The_unit_of_money_changes_nothing()
    {
        var plan = new JudgePlan();
        var plain = Baselines.FromHistory(plan, Past(1), Nodes, Canary);
        Prop.ForAll(Any, Gen.Choose(-9, 12).ToArbitrary(), (counts, power) =>
        {
            var unit = Math.Pow(10, power);
            var scaled = Baselines.FromHistory(plan, Past(unit), Nodes, Canary);
            var one = MetricJudge.Assess(plan, plain, Observed(plan, plain, Buckets(counts, 1)), .1);
            var other = MetricJudge.Assess(plan, scaled, Observed(plan, scaled, Buckets(counts, unit)), .1);
            return Same(one.LogEHarm, other.LogEHarm, 1e-7) && Same(one.LogESafe, other.LogESafe, 1e-7);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    /// <summary>Each node's orders of a bucket cut anywhere, as if it had been read twice as often.</summary>
    [Fact]
    public void Splitting_any_bucket_leaves_the_later_evidence_equal() => Prop.ForAll(Any, Gen.Choose(0, 100).ArrayOf(NodeCount).ToArbitrary(), (counts, cuts) =>
    {
        int[][] halves = [.. counts.SelectMany<int[], int[]>(c =>
        {
            var first = c.Zip(cuts, (orders, cut) => orders * cut / 100).ToArray();
            return [first, [.. c.Zip(first, (all, part) => all - part)]];
        })];
        return Same(Plan, Counts, Buckets(counts), Buckets(halves));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    /// <summary>A missed scrape's bucket comes with the next one, as one bucket of twice the length.</summary>
    [Fact]
    public void Merging_a_missed_scrape_into_the_next_one_leaves_the_later_evidence_equal() => Prop.ForAll(
        Any, Gen.Choose(0, 1 << 16).ToArbitrary(), (counts, missed) =>
        {
            var read = Buckets(counts);
            var merged = new List<FleetBucket>();
            FleetBucket? waiting = null;
            foreach (var (i, bucket) in read.Index())
            {
                var now = waiting is null ? bucket : new FleetBucket(waiting.Start, waiting.Length + bucket.Length, Nodes.ToDictionary(
                    n => n, n => new Measure { Count = waiting.Nodes[n].Count + bucket.Nodes[n].Count }, StringComparer.Ordinal));
                waiting = (missed >> (i % 16) & 1) == 1 && i < read.Length - 1 ? now : null;
                if (waiting is null)
                {
                    merged.Add(now);
                }
            }

            return Same(Plan, Counts, read, [.. merged]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    /// <summary>Null exact: sigma0 0. One more order on the canary, wherever it comes, with all alternatives there from the start.</summary>
    [Fact]
    public void More_canary_orders_never_raise_the_evidence_of_harm() => Prop.ForAll(
        Gen.Choose(0, 40).Two().NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 1000).Two().ToArbitrary(), (samples, more) =>
        {
            var share = .02 + (.9 * more.Item2 / 1000);
            var where = more.Item1 % samples.Count;
            var (plain, richer) = (ShareEProcess.Harm(), ShareEProcess.Harm());
            foreach (var (i, (canary, rest)) in samples.Index())
            {
                plain.Add(canary, canary + rest, share);
                var added = i == where ? 1 : 0;
                richer.Add(canary + added, canary + rest + added, share);
            }

            return richer.LogEvalue() <= plain.LogEvalue() + 1e-12;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>A third of the buckets is lost for good, whatever was in them.</summary>
    [Fact]
    public void Buckets_lost_independently_of_their_contents_raise_no_error_rate()
    {
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2), Alpha = .05 };
        var (runs, wrong) = (Runs.Of(100), 0);
        for (var run = 0; run < runs; run++)
        {
            var fleet = new SimulatedFleet(5000 + run) { OrdersPerMinute = 10 };
            var baseline = Baselines.FromHistory(plan, fleet.History(720), fleet.Nodes, Canary);
            var losing = new Random(run);
            var evidence = MetricJudge.Begin(plan, baseline);
            var crossed = false;
            for (var t = 0; t < 120 && !crossed; t++)
            {
                var bucket = fleet.Next();
                if (losing.Next(3) > 0)
                {
                    evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, Canary);
                    crossed = MetricJudge.Decide(plan, baseline, evidence, 1e-6) == Verdict.Worse;
                }
            }

            wrong += crossed ? 1 : 0;
        }

        Assert.InRange((double)wrong / runs, 0, plan.Alpha + Runs.Slack(plan.Alpha, runs));
    }

    private static bool Same(JudgePlan plan, Baseline baseline, FleetBucket[] one, FleetBucket[] other)
    {
        var (first, second) = (MetricJudge.Assess(plan, baseline, Observed(plan, baseline, one), .1),
            MetricJudge.Assess(plan, baseline, Observed(plan, baseline, other), .1));
        return Same(first.LogEHarm, second.LogEHarm, 1e-9) && Same(first.LogESafe, second.LogESafe, 1e-9);
    }

    private static bool Same(double one, double other, double within) => Math.Abs(one - other) <= within * Math.Max(1, Math.Abs(one));

    private static Evidence Observed(JudgePlan plan, Baseline baseline, IReadOnlyList<FleetBucket> buckets) =>
        buckets.Aggregate(MetricJudge.Begin(plan, baseline), (e, b) => MetricJudge.Observe(plan, baseline, e, b, Canary));

    private static FleetBucket Reversed(FleetBucket bucket) => bucket with { Nodes = bucket.Nodes.Reverse().ToDictionary(StringComparer.Ordinal) };

    /// <summary>A day in the given unit of money; null: orders alone.</summary>
    private static FleetHistory Past(double? unit)
    {
        var random = new Random(77);
        return new FleetHistory
        {
            BucketLength = SimulatedFleet.Minute,
            Buckets = Buckets([.. Enumerable.Range(0, 720).Select(_ => Nodes.Select(_ => random.Next(5, 30)).ToArray())], unit, SimulatedFleet.Begin.AddDays(-1)),
            ValueBins = unit is { } worth ? new ValueBins { UpperBounds = [10 * worth, 20 * worth, 50 * worth, 100 * worth, double.PositiveInfinity] } : null,
        };
    }

    private static FleetBucket[] Buckets(int[][] counts, double? unit = null, DateTimeOffset? begin = null) =>
        [.. counts.Select((row, t) => new FleetBucket((begin ?? SimulatedFleet.Begin) + (t * SimulatedFleet.Minute), SimulatedFleet.Minute,
            Nodes.Select((n, i) => (n, Measure: Of(row[i], t + i, unit))).ToDictionary(n => n.n, n => n.Measure, StringComparer.Ordinal)))];

    /// <summary>Orders spread over five bins by a fixed pattern.</summary>
    private static Measure Of(int orders, int pattern, double? unit)
    {
        if (unit is not { } worth)
        {
            return new Measure { Count = orders };
        }

        var bins = new double[5];
        for (var i = 0; i < orders; i++)
        {
            bins[(i * 7 + pattern) % 11 % 5]++;
        }

        double[] values = [7, 15, 32, 70, 130];
        return new Measure { Count = orders, Sum = worth * bins.Zip(values, (n, v) => n * v).Sum(), ValueCounts = bins };
    }
}
