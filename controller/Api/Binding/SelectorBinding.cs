namespace Rollout.Api.Binding;

/// <summary>Binds a metric's <c>selectors</c>: which roles there are depends on its kind (contract section 3).</summary>
internal static class SelectorBinding
{
    private static readonly string[] Roles = ["count", "sum", "valueBuckets", "traffic"];

    public static MetricSelectors? Bind(FieldReader metric, MetricKind? kind)
    {
        if (metric.Require("selectors", "write the names of its series by role: count, sum, valueBuckets, traffic") is not { } node
            || FieldReader.Open(node, metric.Problems) is not { } fields)
        {
            return null;
        }

        foreach (var role in kind is { } known ? Needed(known) : [])
        {
            if (!fields.Has(role))
            {
                fields.Problems.Add(fields.Place.Field(role), $"is missing: {kind} is made of it", "write the name of the series, such as shop_orders_total");
            }
        }

        foreach (var role in kind is { } read ? Roles.Except(Read(read), StringComparer.Ordinal) : [])
        {
            fields.Refuse(role, $"{kind} does not read it", $"remove it; {kind} reads {string.Join(", ", Read(kind!.Value))}");
        }

        var selectors = new MetricSelectors
        {
            Count = Selector(fields, "count"),
            Sum = Selector(fields, "sum"),
            ValueBuckets = Selector(fields, "valueBuckets"),
            Traffic = Selector(fields, "traffic"),
        };
        if (selectors.ValueBuckets?.Split('{')[0].EndsWith("_bucket", StringComparison.Ordinal) == true)
        {
            fields.Problems.Add(fields.At("valueBuckets"), "names one series of the histogram", "write the histogram's name without '_bucket'");
        }

        fields.Close();
        return selectors;
    }

    private static string[] Needed(MetricKind kind) => kind switch
    {
        MetricKind.Revenue => ["sum", "count"],
        MetricKind.Count => ["count"],
        MetricKind.Ratio => ["count", "traffic"],
        MetricKind.Latency => ["valueBuckets"],
        MetricKind.Gauge => ["sum"],
    };

    private static string[] Read(MetricKind kind) => kind switch
    {
        MetricKind.Revenue => ["count", "sum", "valueBuckets", "traffic"],
        MetricKind.Count or MetricKind.Ratio => ["count", "traffic"],
        MetricKind.Latency => ["valueBuckets", "traffic"],
        MetricKind.Gauge => ["sum", "traffic"],
    };

    private static string? Selector(FieldReader fields, string role)
    {
        var text = fields.Text(role);
        if (text is not null && SelectorText.WhatIsWrong(text) is { } wrong)
        {
            fields.Problems.Add(fields.At(role), wrong, "write a metric name with matchers, such as shop_orders_total{synthetic=\"false\"}");
            return null;
        }

        return text;
    }
}
