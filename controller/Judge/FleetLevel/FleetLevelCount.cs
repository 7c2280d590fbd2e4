namespace Rollout.Judge;

/// <summary>What the whole fleet did in a bucket.</summary>
internal static class FleetLevelCount
{
    /// <summary>Events, as if every node had been read: a node without a reading counts as the mean of the others. Null where none was.</summary>
    public static double? Of(FleetBucket bucket, int nodes)
    {
        double events = 0;
        var present = 0;
        foreach (var measure in bucket.Nodes.Values)
        {
            if (double.IsFinite(measure.Count) && measure.Count >= 0)
            {
                events += measure.Count;
                present++;
            }
        }

        return present > 0 ? events * Math.Max(1, nodes) / present : null;
    }
}
