using System.Text.RegularExpressions;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Scraping;

/// <summary>Picks a metric's counters out of what a node answered. Pure.</summary>
internal static class CounterReading
{
    public static NodeReading Of(NodeScrape scrape, CompiledMetric metric) => scrape switch
    {
        NodeScrape.Answered answered => PickInTime(answered, metric),
        NodeScrape.Failed failed => new NodeReading.Missed(failed.Reason, failed.Reached),
        _ => throw new InvalidOperationException("a scrape is answered or failed"),
    };

    private static NodeReading PickInTime(NodeScrape.Answered answer, CompiledMetric metric)
    {
        try
        {
            return Pick(answer, metric);
        }
        catch (RegexMatchTimeoutException e)
        {
            return new NodeReading.Missed($"its labels could not be matched with {e.Pattern} in time", Reached: true);
        }
    }

    private static NodeReading Pick(NodeScrape.Answered answer, CompiledMetric metric)
    {
        var counters = new Dictionary<CounterKey, double>();
        var beginnings = new Dictionary<string, double>(StringComparer.Ordinal);
        var buckets = new List<ExposedSample>();
        var levels = metric.Level is null ? null : new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var sample in answer.Samples)
        {
            foreach (var (role, selector) in metric.Counters)
            {
                if (sample.Name == selector.Name && selector.Matches(sample))
                {
                    if (Unfit(sample, answer.At, metric.Interval) is { } unfit)
                    {
                        return new NodeReading.Missed(unfit, Reached: true);
                    }

                    counters[new CounterKey(role, sample.Series)] = sample.Value;
                }
                else if (sample.Name == CompiledMetric.ProcessStart || (sample.Name == CompiledMetric.Created(selector.Name) && selector.Matches(sample)))
                {
                    beginnings[sample.Series] = sample.Value;
                }
            }

            if (metric.Level is { } level && sample.Name == level.Name && level.Matches(sample))
            {
                if (UnfitLevel(sample, answer.At, metric.Interval) is { } unfit)
                {
                    return new NodeReading.Missed(unfit, Reached: true);
                }

                levels![sample.Series] = sample.Value;
            }

            if (metric.Histogram is { } histogram && sample.Name == histogram.Name && histogram.Matches(sample))
            {
                if (Unfit(sample, answer.At, metric.Interval) is { } unfit)
                {
                    return new NodeReading.Missed(unfit, Reached: true);
                }

                buckets.Add(sample);
            }
        }

        IReadOnlyDictionary<string, HistogramCounts>? histograms = null;
        if (metric.Histogram is not null && (histograms = HistogramReading.Of(buckets, out var wrong)) is null)
        {
            return new NodeReading.Missed(wrong!, Reached: true);
        }

        // A counter that is absent is zero; a level that is absent is not known.
        return levels is { Count: 0 }
            ? new NodeReading.Missed($"it shows no {metric.Level}", Reached: true)
            : new NodeReading.Read(new NodeCounters { Counters = counters, Histograms = histograms, Beginnings = beginnings, Levels = levels });
    }

    /// <summary>Why a sample cannot be differenced; null where it can.</summary>
    private static string? Unfit(ExposedSample sample, DateTimeOffset asked, TimeSpan interval)
    {
        var counts = sample.Type switch
        {
            MetricType.Counter or MetricType.Unknown => true,
            MetricType.Histogram => true,
            MetricType.Summary => sample.Name.EndsWith("_count", StringComparison.Ordinal) || sample.Name.EndsWith("_sum", StringComparison.Ordinal),
            MetricType.Gauge or MetricType.GaugeHistogram or MetricType.Info or MetricType.StateSet => false,
        };
        if (!counts)
        {
            return $"{sample.Name} is declared a {sample.Type.ToString().ToLowerInvariant()}; only counters can be differenced";
        }

        if (!double.IsFinite(sample.Value) || sample.Value < 0)
        {
            return FormattableString.Invariant($"{sample.Name} is {sample.Value} (line {sample.Line}); a counter is a number that is not negative");
        }

        return Stale(sample, asked, interval);
    }

    /// <summary>Why a sample is no level; null where it is one.</summary>
    private static string? UnfitLevel(ExposedSample sample, DateTimeOffset asked, TimeSpan interval) =>
        sample.Type is not (MetricType.Gauge or MetricType.Unknown)
            ? $"{sample.Name} is declared a {sample.Type.ToString().ToLowerInvariant()}; a gauge is a level, and a counter is judged as Count"
            : !double.IsFinite(sample.Value)
            ? FormattableString.Invariant($"{sample.Name} is {sample.Value} (line {sample.Line}); a level is a number")
            : Stale(sample, asked, interval);

    /// <summary>A node that hands on somebody else's old samples tells nothing about this bucket.</summary>
    private static string? Stale(ExposedSample sample, DateTimeOffset asked, TimeSpan interval)
    {
        return sample.Timestamp is { } dated && (asked - dated).Duration() > interval
            ? FormattableString.Invariant(
                $"its {sample.Name} is dated {dated.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, more than a bucket away from the time it was asked")
            : null;
    }
}
