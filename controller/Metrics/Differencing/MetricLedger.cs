using Rollout.Judge;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>What a session remembers of its metrics from boundary to boundary, whatever source the readings come from.</summary>
internal sealed class MetricLedger
{
    private static readonly IReadOnlyDictionary<string, NodeLife> Nobody = new Dictionary<string, NodeLife>(StringComparer.Ordinal);

    private readonly IReadOnlyDictionary<string, CompiledMetric> metrics;
    private readonly Dictionary<string, ScrapeState> states;
    private readonly string? pulse;

    public MetricLedger(IReadOnlyDictionary<string, CompiledMetric> metrics)
    {
        this.metrics = metrics;
        states = metrics.Keys.ToDictionary(name => name, _ => ScrapeState.Initial, StringComparer.Ordinal);
        pulse = metrics.OrderBy(m => m.Value.Interval).Select(m => m.Key).FirstOrDefault();
    }

    /// <summary>See <see cref="IMetricSession.Lives"/>.</summary>
    public IReadOnlyDictionary<string, NodeLife> Lives { get; private set; } = Nobody;

    public ValueBins? Bins(string metric) => states[metric].Bounds is { } bounds ? new ValueBins { UpperBounds = bounds } : null;

    public long DroppedSpans(string metric) => states[metric].DroppedSpans;

    /// <summary>Whether any node has ever shown the series by which the metric is known to exist.</summary>
    public bool IsTold(string metric) => states[metric].Told;

    /// <summary>The metrics that are read at this boundary.</summary>
    public IReadOnlyList<KeyValuePair<string, CompiledMetric>> Begin(DateTimeOffset boundary)
    {
        Lives = Nobody;
        return [.. metrics.Where(m => BucketClock.IsBoundary(boundary, m.Value.Interval))];
    }

    /// <summary>Adds the readings of all nodes at one boundary.</summary>
    public MetricRead Take(
        string name, DateTimeOffset boundary, IReadOnlyDictionary<string, NodeReading> readings, IReadOnlySet<string> canaries)
    {
        var metric = metrics[name];
        var step = CounterDifferencing.Step(states[name], new FleetSample(boundary, readings, canaries), metric.Rules);
        states[name] = step.State;
        Lives = name == pulse ? LifeReading.Of(readings) : Lives;
        return ReadOutcome.Of(step, readings, metric);
    }
}
