namespace Rollout.Metrics.Scraping;

/// <summary>Which series shows that a metric exists at all: one that is there from the first moment on where the name is right.</summary>
public enum TellingSeries
{
    /// <summary>The counter of events.</summary>
    Count,

    /// <summary>Of a ratio: its events may be errors, of which a good day has none.</summary>
    Traffic,

    Histogram,

    Level,
}
