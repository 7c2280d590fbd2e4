namespace Rollout.Judge;

/// <summary>Reads the sessions of a bucket.</summary>
internal static class TrafficReading
{
    /// <summary>
    /// The sessions up to and with this bucket; null where the baseline knows of none. A node that does not tell its sessions is taken to
    /// have had what it typically gets beside the others.
    /// </summary>
    public static LaggedTraffic? Next(
        Baseline baseline, FleetBucket bucket, IReadOnlyList<string> canaries, IReadOnlyList<string> controls, LaggedTraffic? before)
    {
        if (baseline.TrafficMemory is not { } memory)
        {
            return null;
        }

        double known = 0, typical = 0;
        foreach (var node in canaries.Concat(controls))
        {
            if (bucket.Nodes[node].Traffic is { } sessions)
            {
                known += sessions;
                typical += baseline.Of(node).Traffic;
            }
        }

        double Weighted(IEnumerable<string> nodes) => nodes.Sum(n =>
            baseline.Of(n).OrdersPerSession * (bucket.Nodes[n].Traffic ?? (typical > 0 ? known / typical * baseline.Of(n).Traffic : 0)));
        double Orders(IEnumerable<string> nodes) => nodes.Sum(n => baseline.Of(n).Orders);

        // Nobody told anything: nothing is learned and nothing fades.
        var kept = typical > 0 ? Kept(memory, bucket.Length) : 1;
        return (before ?? LaggedTraffic.None).Next(kept, Weighted(canaries), Weighted(controls), Orders(canaries), Orders(controls));
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
