using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>What is measured, where, and which way is good.</summary>
[Rule("!has(self.kind) || !has(self.selectors) || self.kind != 'Revenue' || (has(self.selectors.sum) && has(self.selectors.count))",
    "Revenue is made of sum and count: write the names of both series, such as shop_revenue_total and shop_orders_total", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || !(self.kind in ['Count', 'Ratio']) || has(self.selectors.count)",
    "Count and Ratio are made of count: write the name of the series, such as shop_orders_total", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || self.kind != 'Ratio' || has(self.selectors.traffic)",
    "Ratio is a share of traffic: write the name of the series, such as shop_sessions_total", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || self.kind != 'Latency' || has(self.selectors.valueBuckets)",
    "Latency is made of valueBuckets: write the histogram's name, such as shop_duration_seconds", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || self.kind != 'Gauge' || has(self.selectors.sum)",
    "Gauge is made of sum: write the name of the series", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || self.kind in ['Revenue', 'Gauge'] || !has(self.selectors.sum)",
    "only Revenue and Gauge read sum: remove it", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || self.kind in ['Revenue', 'Count', 'Ratio'] || !has(self.selectors.count)",
    "only Revenue, Count and Ratio read count: remove it", Field = ".selectors")]
[Rule("!has(self.kind) || !has(self.selectors) || self.kind in ['Revenue', 'Latency'] || !has(self.selectors.valueBuckets)",
    "only Revenue and Latency read valueBuckets: remove it", Field = ".selectors")]
public sealed record BusinessMetricSpec
{
    /// <summary>What it measures; this decides which selectors it needs.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>Which way is good. Left out: higher is better for Revenue, Count and Gauge, lower for Ratio and Latency.</summary>
    public MetricDirection? Direction { get; init; }

    /// <summary>The unit of its values, for people, such as USD.</summary>
    [Field(MaxLength = 30)]
    public string? Unit { get; init; }

    /// <summary>The bucket in which it is counted, 1s to 5m.</summary>
    [Field(From = "1s", To = "5m")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where it is read.</summary>
    public required MetricSource Source { get; init; }

    /// <summary>Which series it is made of, by role. Revenue needs sum and count, Count count, Ratio count and traffic, Latency
    /// valueBuckets, Gauge sum.</summary>
    public required MetricSelectors Selectors { get; init; }

    /// <summary>The label of the series that names the node.</summary>
    [Field(MaxLength = 100)]
    public string NodeLabel { get; init; } = "pod";

    [Field(Hidden = true)]
    public MetricDirection EffectiveDirection => Direction ?? Kind switch
    {
        MetricKind.Ratio or MetricKind.Latency => MetricDirection.LowerIsBetter,
        MetricKind.Revenue or MetricKind.Count or MetricKind.Gauge => MetricDirection.HigherIsBetter,
    };
}
