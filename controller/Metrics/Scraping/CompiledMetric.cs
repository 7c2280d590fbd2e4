using Rollout.Api;
using Rollout.Metrics.Differencing;
using Rollout.Metrics.Selectors;

namespace Rollout.Metrics.Scraping;

/// <summary>A metric made ready for reading: its selectors parsed, their templates filled.</summary>
internal sealed class CompiledMetric
{
    public const string ProcessStart = "process_start_time_seconds";
    private const string Total = "_total";
    public const string Bucket = "_bucket";

    private CompiledMetric(BusinessMetricSpec spec, WorkloadName? workload)
    {
        Selector Read(string text) => SelectorTemplate.Fill(SelectorParser.Parse(text).Selector!, workload);
        Spec = spec;
        Interval = spec.Interval;
        var named = spec.Selectors;
        var gauge = spec.Kind == MetricKind.Gauge;
        Counters = new[] { (CounterRole.Count, named.Count), (CounterRole.Sum, gauge ? null : named.Sum), (CounterRole.Traffic, named.Traffic) }
            .Where(s => s.Item2 is not null)
            .Select(s => (s.Item1, Read(s.Item2!)))
            .ToList();
        if (spec.Selectors.ValueBuckets is { } values)
        {
            var plain = Read(values);
            Histogram = plain with { Name = plain.Name + Bucket };
        }

        Level = gauge ? Read(named.Sum!) : null;
        Telling = spec.Kind switch
        {
            MetricKind.Revenue or MetricKind.Count => TellingSeries.Count,
            MetricKind.Ratio => TellingSeries.Traffic,
            MetricKind.Latency => TellingSeries.Histogram,
            MetricKind.Gauge => TellingSeries.Level,
        };
    }

    public BusinessMetricSpec Spec { get; }

    public TimeSpan Interval { get; }

    /// <summary>Where the nodes show it; only of a metric that is scraped.</summary>
    public ScrapeSource Scraped => Spec.Source.Scrape!;

    public DifferencingRules Rules => new() { Interval = Interval, HasTraffic = HasTraffic, Telling = Telling };

    public IReadOnlyList<(CounterRole Role, Selector Selector)> Counters { get; }

    /// <summary>Selects the buckets; null: no histogram.</summary>
    public Selector? Histogram { get; }

    public bool HasTraffic => Counters.Any(c => c.Role == CounterRole.Traffic);

    /// <summary>Selects a gauge; null: the metric is none.</summary>
    public Selector? Level { get; }

    public TellingSeries Telling { get; }

    /// <summary>The selector of <see cref="Telling"/>.</summary>
    public Selector TellingSelector => Telling switch
    {
        TellingSeries.Count => Counters.First(c => c.Role == CounterRole.Count).Selector,
        TellingSeries.Traffic => Counters.First(c => c.Role == CounterRole.Traffic).Selector,
        TellingSeries.Histogram => Histogram!,
        TellingSeries.Level => Level!,
    };

    /// <summary>Every sample name that is looked at.</summary>
    public IEnumerable<string> Names =>
        Counters.Select(c => c.Selector.Name)
            .Concat(Counters.Select(c => Created(c.Selector.Name)))
            .Concat(Histogram is null ? [] : [Histogram.Name])
            .Concat(Level is null ? [] : [Level.Name])
            .Append(ProcessStart)
            .Distinct(StringComparer.Ordinal);

    /// <summary>Throws where <see cref="MetricValidation"/> finds problems.</summary>
    public static CompiledMetric Compile(BusinessMetricSpec spec, WorkloadName? workload = null)
    {
        var problems = MetricValidation.Problems(spec, "metric");
        return problems.Count == 0 ? new CompiledMetric(spec, workload) : throw new ArgumentException(string.Join("\n", problems), nameof(spec));
    }

    /// <summary>OpenMetrics: the name of the sample that tells when a counter began.</summary>
    public static string Created(string counter)
    {
        var family = counter;
        foreach (var suffix in new[] { Total, "_count", "_sum" })
        {
            family = family == counter && counter.EndsWith(suffix, StringComparison.Ordinal) ? counter[..^suffix.Length] : family;
        }

        return family + "_created";
    }
}
