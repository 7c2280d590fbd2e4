using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>
/// Which nodes of a bucket may be compared: a node that is not ready, warms up, or runs neither its own side's revision nor anything
/// known is left out of the bucket, on both sides alike (design section 5).
/// </summary>
public static class BucketScreen
{
    private const string WarmsUp = "warms up";

    /// <summary>The bucket without those nodes, and why each was left out.</summary>
    /// <param name="bucket">As it was read.</param>
    /// <param name="fleet">The nodes as seen at the bucket's end.</param>
    /// <param name="progress">Who is a canary, and of which revision.</param>
    /// <param name="steady">Since when each node has been ready on the revision it runs.</param>
    /// <param name="warmUp">How long after that its readings are not counted.</param>
    public static ScreenedBucket Screen(
        FleetBucket bucket, FleetState fleet, Progress progress, SteadyNodes steady, TimeSpan warmUp)
    {
        var excluded = new Dictionary<string, string>(StringComparer.Ordinal);
        var sessions = new Dictionary<string, double>(StringComparer.Ordinal);
        var kept = new Dictionary<string, Measure>(StringComparer.Ordinal);
        foreach (var (name, measure) in bucket.Nodes)
        {
            var node = fleet.Nodes.FirstOrDefault(n => n.Name == name);
            if (Reason(node, bucket, progress, steady, warmUp) is { } reason)
            {
                excluded[name] = reason;
                if (reason == WarmsUp && measure.Traffic is >= 0 and < double.PositiveInfinity)
                {
                    sessions[name] = measure.Traffic.Value;
                }
            }
            else
            {
                kept[name] = measure;
            }
        }

        return new ScreenedBucket(bucket with { Nodes = kept, Sessions = sessions }, excluded);
    }

    private static string? Reason(
        ObservedNode? node, FleetBucket bucket, Progress progress, SteadyNodes steady, TimeSpan warmUp)
    {
        if (node is null)
        {
            return "is not in the fleet";
        }

        if (!node.Ready)
        {
            return node.Trouble ?? "is not ready";
        }

        var canary = progress.CanaryNodes.Contains(node.Name);
        var expected = canary ? progress.CanaryRevision : progress.StableRevision;
        if (node.Revision is null || node.Revision != expected)
        {
            return $"runs {node.Revision ?? "an unknown version"} instead of {expected ?? "a known one"}";
        }

        // Of a canary both count: a bucket may be a merged one that began in a warm-up which is over by now.
        var warm = steady.Since(node.Name) is { } since ? since + warmUp : DateTimeOffset.MinValue;
        var trial = canary && progress.WarmingNodes.Contains(node.Name) ? progress.WarmUpUntil ?? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
        return bucket.Start < warm || bucket.Start < trial ? WarmsUp : null;
    }
}
