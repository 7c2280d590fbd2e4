using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>
/// How missing readings are dealt with. The spans of all nodes in a bucket are always the same; these figures say how long one node is
/// waited for.
/// </summary>
public sealed record DifferencingRules
{
    public required TimeSpan Interval { get; init; }

    /// <summary>Whether the metric tells sessions assigned; else traffic is unknown, not zero.</summary>
    public bool HasTraffic { get; init; }

    /// <summary>By which series the metric is known to exist.</summary>
    public TellingSeries Telling { get; init; } = TellingSeries.Count;

    /// <summary>
    /// A canary is waited for until the open span is this long: nothing can be judged without it, so waiting costs nothing, and its
    /// orders are counted when it answers again. Then the span is closed without it. Five buckets, at least a minute.
    /// </summary>
    public TimeSpan CanaryPatience => TimeSpan.FromTicks(Math.Max(5 * Interval.Ticks, TimeSpan.TicksPerMinute));

    /// <summary>A control is waited for by one bucket only: it is one of many, and the canary's evidence waits with it.</summary>
    public TimeSpan ControlPatience => 2 * Interval;
}
