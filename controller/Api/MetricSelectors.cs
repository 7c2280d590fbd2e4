using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>
/// Which series a metric is made of, by role: each a metric name with matchers and nothing around it, such as
/// shop_orders_total{synthetic="false"}. Several series of a node are summed. Values of matchers may hold {{ namespace }} and {{ workload }}.
/// </summary>
public sealed record MetricSelectors
{
    /// <summary>A counter: how many events (orders, errors).</summary>
    [Rule(Rules.Selector, Rules.SelectorMessage)]
    public string? Count { get; init; }

    /// <summary>A counter of what they add up to (money); of a Gauge its level.</summary>
    [Rule(Rules.Selector, Rules.SelectorMessage)]
    public string? Sum { get; init; }

    /// <summary>A histogram of order values or durations: its name without _bucket.</summary>
    [Rule(Rules.Selector, Rules.SelectorMessage)]
    [Rule("!self.matches('^[^{]*_bucket([{]|$)')", "names one series of the histogram; write the histogram's name without _bucket")]
    public string? ValueBuckets { get; init; }

    /// <summary>A counter of the sessions that were assigned to the node (never of requests served, which the release itself changes).</summary>
    [Rule(Rules.Selector, Rules.SelectorMessage)]
    public string? Traffic { get; init; }
}
