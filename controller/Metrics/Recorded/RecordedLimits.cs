namespace Rollout.Metrics.Recorded;

/// <summary>How much of a recorded file is taken in; a file beyond a limit is refused with the limit's name, never cut.</summary>
public sealed record RecordedLimits
{
    /// <summary>Bytes after decompression.</summary>
    public long Bytes { get; init; } = 2L << 30;

    public int LineBytes { get; init; } = 64 << 10;

    public int Nodes { get; init; } = 10_000;

    /// <summary>Buckets between the first row and the last: a single row with a mistyped year would otherwise span decades.</summary>
    public int Buckets { get; init; } = 2_000_000;

    /// <summary>Problems that are listed one by one; the rest are counted.</summary>
    public int Problems { get; init; } = 1_000;
}
