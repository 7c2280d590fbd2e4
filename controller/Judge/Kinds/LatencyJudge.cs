namespace Rollout.Judge;

/// <summary>
/// A latency is up to three ratios: requests slower than the fleet's past p50, p95 and p99, each against the share of all requests. Their
/// e-values are averaged, which is a fair bet on "somewhere between the middle and the tail" (judge/README.md 2.4 d).
/// </summary>
internal static class LatencyJudge
{
    /// <summary>How each bound is judged.</summary>
    public static JudgePlan Ratio(JudgePlan plan) => plan with { Statistic = Statistic.Ratio, Direction = Direction.LowerIsBetter };

    public static Evidence Begin(JudgePlan plan, Baseline baseline)
    {
        var bounds = baseline.Bounds.Select(b => MetricJudge.Begin(Ratio(plan), b.Ratio)).ToList();
        return new Evidence { Orders = "", ExpectedShare = baseline.ExpectedShare, Bounds = bounds };
    }

    public static Evidence Observe(
        JudgePlan plan, Baseline baseline, Evidence evidence, FleetBucket bucket, IReadOnlyCollection<string> canaries)
    {
        if (evidence.Bounds?.Count != baseline.Bounds.Count)
        {
            throw new FormatException($"The evidence does not fit its baseline: {baseline.Bounds.Count} bounds expected.");
        }

        var next = baseline.Bounds.Zip(evidence.Bounds)
            .Select(b => MetricJudge.Observe(Ratio(plan), b.First.Ratio, b.Second, Slower(bucket, b.First.FirstSlowBin), canaries))
            .ToList();
        var shown = next[Shown(baseline)];
        return evidence with
        {
            LastStart = bucket.Start,
            LastEnd = bucket.End,
            Buckets = shown.Buckets,
            LeftOut = shown.LeftOut,
            CanaryEvents = shown.CanaryEvents,
            FleetEvents = shown.FleetEvents,
            ExpectedShare = shown.ExpectedShare,
            Bounds = next,
        };
    }

    /// <summary>The bound whose effect is shown: p95 where there is one, else the first.</summary>
    public static int Shown(Baseline baseline) =>
        Math.Max(0, baseline.Bounds.Select(b => b.Quantile).ToList().IndexOf(LatencyBounds.ShownQuantile));

    /// <summary>Requests of the slow bins as events, all requests as traffic; a node that tells no durations is left out.</summary>
    public static FleetBucket Slower(FleetBucket bucket, int firstSlowBin) => bucket with
    {
        Nodes = bucket.Nodes
            .Where(n => n.Value.ValueCounts is { } counts && counts.Count > firstSlowBin)
            .ToDictionary(n => n.Key, n => Slower(n.Value.ValueCounts!, firstSlowBin), StringComparer.Ordinal),
    };

    private static Measure Slower(IReadOnlyList<double> counts, int first) => new() { Count = counts.Skip(first).Sum(), Traffic = counts.Sum() };
}
