namespace Rollout.Judge;

/// <summary>How well the fleet's own rhythm foretells what the whole fleet does: measured on the days that it was made of.</summary>
/// <param name="Phi">Overdispersion within minutes, at least 1.</param>
/// <param name="Sigma0">Standard deviation of a day's level about the rhythm, log scale.</param>
/// <param name="Scale">What the last hours before the rollout did, relative to the rhythm: a fleet grows.</param>
/// <param name="Windows">Windows it was measured on.</param>
/// <param name="Nodes">Nodes that the rhythm is for.</param>
public sealed record FleetLevelCalibration(double Phi, double Sigma0, double Scale, int Windows, int Nodes)
{
    /// <summary>A day's level is never known better than this.</summary>
    private const double LeastSigma0 = 0.03;

    private const int FewestWindows = 6;

    private static readonly TimeSpan Window = TimeSpan.FromHours(4);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    /// <summary>Null where the history says too little: fewer than two days, or hours that were seen but once.</summary>
    /// <param name="rhythm">Made of this history.</param>
    /// <param name="history">Every node on stable.</param>
    /// <param name="nodes">How many nodes the rhythm is for.</param>
    public static FleetLevelCalibration? From(FleetRhythm rhythm, FleetHistory history, int nodes)
    {
        if (rhythm.Kind == RhythmKind.Flat)
        {
            return null;
        }

        var events = history.Buckets.Select(b => (Bucket: b, Count: FleetLevelCount.Of(b, nodes))).Where(b => b.Count is not null).ToList();
        var blocks = Residuals(rhythm, events, Short);
        var windows = Residuals(rhythm, events, Window);
        if (windows.Count < FewestWindows || blocks.Count == 0)
        {
            return null;
        }

        // z^2 = (N - E)^2 / E has the mean phi + sigma0^2 E, as a share's has (judge/README.md 2.2).
        var phi = Math.Max(1, blocks.Average(b => b.Square));
        var slope = (windows.Average(w => w.Square) - phi) / windows.Average(w => w.Expected);
        var freedom = (double)windows.Count;
        var cautious = Math.Max(0, slope) * (freedom >= PlaceboStudy.EnoughWindows ? 1 : freedom / PlaceboStudy.ChiSquareFifth(freedom));
        return new FleetLevelCalibration(phi, Math.Max(LeastSigma0, Math.Sqrt(cautious)), ScaleOf(rhythm, events), windows.Count, nodes);
    }

    private static List<(double Square, double Expected)> Residuals(
        FleetRhythm rhythm, List<(FleetBucket Bucket, double? Count)> events, TimeSpan length)
    {
        var blocks = new List<(double, double)>();
        foreach (var block in events.GroupBy(e => (e.Bucket.Start - DateTimeOffset.UnixEpoch).Ticks / length.Ticks))
        {
            double seen = 0, expected = 0;
            foreach (var (bucket, count) in block)
            {
                seen += count!.Value;
                expected += rhythm.Events(bucket.Start, bucket.End);
            }

            if (expected > 0)
            {
                blocks.Add(((seen - expected) * (seen - expected) / expected, expected));
            }
        }

        return blocks;
    }

    private static double ScaleOf(FleetRhythm rhythm, List<(FleetBucket Bucket, double? Count)> events)
    {
        var recent = events.Where(e => e.Bucket.Start >= events[^1].Bucket.End - Recent).ToList();
        var expected = recent.Sum(e => rhythm.Events(e.Bucket.Start, e.Bucket.End));
        return expected > 0 ? Math.Clamp(recent.Sum(e => e.Count!.Value) / expected, 0.5, 2) : 1;
    }
}
