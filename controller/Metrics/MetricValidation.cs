using Rollout.Api;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Selectors;

namespace Rollout.Metrics;

/// <summary>Whether a metric can be read and judged in this release. Every problem at once.</summary>
public static class MetricValidation
{
    private const string Bucket = "_bucket";

    /// <param name="spec">The metric.</param>
    /// <param name="path">Where it stands: <c>fleet.yaml:12 spec.metrics[0].metric</c>.</param>
    public static IReadOnlyList<Problem> Problems(BusinessMetricSpec spec, string path) =>
    [
        .. Kind(spec, path),
        .. Interval(spec, path),
        .. Source(spec.Source, path + ".source"),
        .. NodeLabel(spec, path + ".nodeLabel"),
        .. Selectors(spec, path + ".selectors"),
    ];

    private static IEnumerable<Problem> Kind(BusinessMetricSpec spec, string path)
    {
        if (!Enum.IsDefined(spec.Kind))
        {
            yield return new Problem(
                path + ".kind", $"the kind {spec.Kind} is not known", $"known are {string.Join(", ", Enum.GetNames<MetricKind>())}");
        }
    }

    private static IEnumerable<Problem> Interval(BusinessMetricSpec spec, string path)
    {
        if (spec.Interval < BucketClock.Shortest || spec.Interval > BucketClock.Longest)
        {
            yield return new Problem(path + ".interval", $"the interval is {DurationText.Format(spec.Interval)}", "give one from 1s to 5m");
        }
    }

    private static IEnumerable<Problem> Source(MetricSource source, string path)
    {
        if ((source.Prometheus is null) == (source.Scrape is null))
        {
            var what = source.Scrape is null ? "there is no source" : "there are two sources";
            yield return new Problem(path, what, "give exactly one: scrape: {port, path} or prometheus: {address, secretRef}");
        }

        if (source.Prometheus is { Address: null })
        {
            yield return new Problem(path + ".prometheus.address", "is missing, and this controller has no server of its own",
                "write its URL, such as http://prometheus.monitoring:9090, or start the controller of the cluster with --prometheus");
        }
        else if (source.Prometheus is { } server && PrometheusAddress.Wrong(server.Address) is { } wrong)
        {
            yield return new Problem(path + ".prometheus.address", wrong, PrometheusAddress.Mend);
        }

        if (source.Scrape is not { } scrape)
        {
            yield break;
        }

        if (scrape.Port is < 1 or > 65535)
        {
            yield return new Problem(
                path + ".scrape.port", FormattableString.Invariant($"{scrape.Port} is no port"), "give 1 to 65535, or none for the node's own");
        }

        if (!IsPath(scrape.Path))
        {
            yield return new Problem(path + ".scrape.path", $"\"{scrape.Path}\" is no path", "begin it with one slash, like /metrics");
        }
    }

    /// <summary>As Prometheus has label names; those that begin with two underscores never reach a query.</summary>
    private static IEnumerable<Problem> NodeLabel(BusinessMetricSpec spec, string path)
    {
        var label = spec.NodeLabel;
        var isName = label.Length > 0 && !char.IsAsciiDigit(label[0]) && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (spec.Source.Prometheus is not null && (!isName || label.StartsWith("__", StringComparison.Ordinal)))
        {
            yield return new Problem(path, $"\"{label}\" is no label of a stored series", "name the label that tells a series' node, like pod or instance");
        }
    }

    /// <summary>Two slashes at the beginning would name another host.</summary>
    private static bool IsPath(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && Uri.TryCreate(path, UriKind.Relative, out _);

    private static IEnumerable<Problem> Selectors(BusinessMetricSpec spec, string path)
    {
        var s = spec.Selectors;
        foreach (var (missing, name, mend) in Needed(spec.Kind, s))
        {
            if (missing)
            {
                yield return new Problem($"{path}.{name}", $"{spec.Kind} needs the selector {name}", mend);
            }
        }

        foreach (var (text, name) in new[] { (s.Count, "count"), (s.Sum, "sum"), (s.ValueBuckets, "valueBuckets"), (s.Traffic, "traffic") })
        {
            foreach (var problem in text is null ? [] : SelectorParser.Problems(text, $"{path}.{name}"))
            {
                yield return problem;
            }

            var parsed = text is null ? null : SelectorParser.Parse(text).Selector;
            foreach (var problem in parsed is null ? [] : SelectorTemplate.Problems(parsed, $"{path}.{name}"))
            {
                yield return problem;
            }
        }

        if (s.ValueBuckets is { } values && SelectorParser.Parse(values).Selector is { } histogram)
        {
            foreach (var problem in Histogram(histogram, path + ".valueBuckets"))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<(bool Missing, string Name, string Mend)> Needed(MetricKind kind, MetricSelectors s)
    {
        const string Count = "name the counter of events, like orders_total{kind=\"sale\"}";
        return kind switch
        {
            MetricKind.Revenue => [(s.Count is null, "count", Count), (s.Sum is null, "sum", "name the counter of money, like revenue_dollars_total")],
            MetricKind.Count => [(s.Count is null, "count", Count)],
            MetricKind.Ratio =>
            [
                (s.Count is null, "count", "name the counter of what is counted among the requests, like errors_total"),
                (s.Traffic is null, "traffic", "name the counter of the requests, like requests_total"),
            ],
            MetricKind.Latency => [(s.ValueBuckets is null, "valueBuckets", "name the histogram of durations, like request_duration_seconds")],
            MetricKind.Gauge => [(s.Sum is null, "sum", "name the gauge, like queue_length")],
            _ => [],
        };
    }

    private static IEnumerable<Problem> Histogram(Selector histogram, string path)
    {
        if (histogram.Name.EndsWith(Bucket, StringComparison.Ordinal))
        {
            yield return new Problem(path, $"{histogram.Name} names the buckets", $"name the histogram: {histogram.Name[..^Bucket.Length]}");
        }

        if (histogram.Matchers.Any(m => m.Label == "le"))
        {
            yield return new Problem(path, "the label le is matched; all buckets are needed", "leave the matcher of le out");
        }
    }
}
