using System.Collections.Immutable;

namespace Rollout.Metrics.Differencing;

/// <summary>All that differencing remembers between two boundaries. Lost with the process: that costs the bucket in flight.</summary>
public sealed record ScrapeState
{
    public static readonly ScrapeState Initial = new();

    /// <summary>Where the open span began; null before the first reading.</summary>
    public DateTimeOffset? SpanStart { get; init; }

    /// <summary>The latest boundary seen; earlier ones and itself are not read again.</summary>
    public DateTimeOffset? LastBoundary { get; init; }

    public ImmutableSortedDictionary<string, NodeTrack> Nodes { get; init; } =
        ImmutableSortedDictionary.Create<string, NodeTrack>(StringComparer.Ordinal);

    /// <summary>The fleet's value bounds (the last +infinity), fixed when a histogram is first seen; null until then.</summary>
    public IReadOnlyList<double>? Bounds { get; init; }

    /// <summary>Whether any node has ever shown the series by which the metric is known to exist.</summary>
    public bool Told { get; init; }

    /// <summary>Spans that were closed without a canary that had begun them, or given up altogether.</summary>
    public long DroppedSpans { get; init; }
}
