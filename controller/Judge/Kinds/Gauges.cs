namespace Rollout.Judge;

/// <summary>
/// A level is no count: how precise its share of the fleet's sum is, only the nodes' own past tells. It is measured with every node in
/// turn as a canary, and one unit of the gauge is then worth as many events as make this precision the kernel's own.
/// </summary>
internal static class Gauges
{
    /// <summary>Events that a mean bucket of the fleet is first taken for: so many that overdispersion is seen above 1.</summary>
    private const double ManyEvents = 1e6;

    /// <summary>The history with levels as events of <paramref name="scale"/> to the unit.</summary>
    public static FleetHistory InEvents(FleetHistory history, double scale) =>
        history with { Buckets = [.. history.Buckets.Select(b => InEvents(b, scale))], ValueBins = null };

    /// <summary>The bucket as the kernel counts it: unchanged for other kinds.</summary>
    public static FleetBucket InEvents(Baseline baseline, FleetBucket bucket) =>
        baseline.GaugeScale is { } scale ? InEvents(bucket, scale) : bucket;

    /// <summary>A scale that makes the fleet's mean bucket very many events; null for a history without any level above zero.</summary>
    public static double? FirstScale(FleetHistory history)
    {
        var levels = history.Buckets.Select(b => b.Nodes.Values.Where(m => double.IsFinite(m.Sum) && m.Sum > 0).Sum(m => m.Sum)).ToList();
        var mean = levels.DefaultIfEmpty(0).Average();
        return mean > 0 && double.IsFinite(ManyEvents / mean) ? ManyEvents / mean : null;
    }

    /// <summary>A negative level is no share of anything: the node is left out of the bucket, as any reading that is no number.</summary>
    private static FleetBucket InEvents(FleetBucket bucket, double scale) => bucket with
    {
        Nodes = bucket.Nodes.ToDictionary(n => n.Key, n => new Measure { Count = n.Value.Sum * scale }, StringComparer.Ordinal),
    };
}
