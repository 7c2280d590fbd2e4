namespace Rollout.Api;

/// <summary>Where the numbers of a metric are found, by role: a metric name with matchers, nothing around it.</summary>
public sealed record MetricSelectors
{
    /// <summary>Counter: how many events (orders, errors).</summary>
    public string? Count { get; init; }

    /// <summary>Counter: what they add up to (money).</summary>
    public string? Sum { get; init; }

    /// <summary>Histogram of order values or durations: the name without <c>_bucket</c>.</summary>
    public string? ValueBuckets { get; init; }

    /// <summary>Counter: sessions assigned to the node (never requests served).</summary>
    public string? Traffic { get; init; }
}
