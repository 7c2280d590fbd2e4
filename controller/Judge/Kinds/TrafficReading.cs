namespace Rollout.Judge;

/// <summary>Reads the sessions of a bucket.</summary>
internal static class TrafficReading
{
    /// <summary>
    /// The sessions up to and with this bucket, of nodes that are counted in it and of those that warm up; null where the baseline knows of
    /// none. A node that does not tell its sessions is taken to have had what it typically gets beside the others.
    /// </summary>
    public static LaggedTraffic? Next(Baseline baseline, FleetBucket bucket, IReadOnlyCollection<string> canaries, LaggedTraffic? before)
    {
        if (baseline.TrafficMemory is not { } memory)
        {
            return null;
        }

        double? Told(string node) => bucket.Sessions.TryGetValue(node, out var warming) ? warming
            : bucket.Nodes[node].Traffic is { } sessions && double.IsFinite(sessions) && sessions >= 0 ? sessions : null;
        var nodes = bucket.Nodes.Keys.Union(bucket.Sessions.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var telling = nodes.Where(n => Told(n) is not null).ToList();
        var typical = telling.Sum(n => baseline.Of(n).Traffic);
        var (first, second) = (nodes.Where(canaries.Contains).ToList(), nodes.Where(n => !canaries.Contains(n)).ToList());
        if (first.Count == 0 || second.Count == 0 || !(typical > 0))
        {
            // Nobody told anything, or there is nothing to compare: nothing is learned and nothing fades.
            return before;
        }

        var level = telling.Sum(n => Told(n)!.Value) / typical;
        double Weighted(IEnumerable<string> of) => of.Sum(n => baseline.Of(n).OrdersPerSession * baseline.Of(n).At(bucket.Start) * (Told(n) ?? (level * baseline.Of(n).Traffic)));
        double Orders(IEnumerable<string> of) => of.Sum(n => baseline.Of(n).Orders * baseline.Of(n).At(bucket.Start));
        return (before ?? LaggedTraffic.None).Next(Kept(memory, bucket.Length), Weighted(first), Weighted(second), Orders(first), Orders(second));
    }

    /// <summary>Sessions of the nodes that tell theirs, and the share typical of these canaries; null when one side tells none.</summary>
    public static (double Canaries, double Fleet, double Share)? Split(Baseline baseline, FleetBucket bucket, BucketSplit split)
    {
        if (split.Where(n => bucket.Nodes[n].Traffic is not null) is not { } known)
        {
            return null;
        }

        double Sessions(IEnumerable<string> nodes) => nodes.Sum(n => bucket.Nodes[n].Traffic ?? 0);
        double Typical(IEnumerable<string> nodes) => nodes.Sum(n => baseline.Of(n).Traffic);
        var (canaries, typical) = (Sessions(known.Canaries), Typical(known.Canaries));
        return (canaries, canaries + Sessions(known.Controls), typical / (typical + Typical(known.Controls)));
    }

    /// <summary>Part of the past that is left after so long.</summary>
    public static double Kept(TimeSpan memory, TimeSpan length) => memory > TimeSpan.Zero ? Math.Exp(-(length / memory)) : 0;
}
