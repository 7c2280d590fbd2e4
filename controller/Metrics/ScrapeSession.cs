using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Differencing;
using Rollout.Metrics.Exposition;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics;

/// <summary>
/// Several metrics read together: those that lie at the same address and path share one request. Call it once per boundary, one call
/// at a time. What it remembers are the last counters; a new session loses the bucket in flight and nothing else.
/// </summary>
public sealed class ScrapeSession
{
    private readonly Dictionary<string, ScrapeMetric> metrics;
    private readonly Dictionary<string, ScrapeState> states;
    private readonly ScrapeRound round;
    private readonly ScrapeLimits limits;
    private readonly string? pulse;

    /// <param name="metrics">By name; each free of <see cref="MetricValidation.Problems"/>, else ArgumentException.</param>
    /// <param name="http">See <see cref="ScrapeHttp.CreateInvoker"/>; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Null: the defaults.</param>
    public ScrapeSession(IReadOnlyDictionary<string, BusinessMetricSpec> metrics, HttpMessageInvoker http, TimeProvider time, ScrapeLimits? limits = null)
    {
        this.limits = limits ?? new ScrapeLimits();
        this.metrics = metrics.ToDictionary(m => m.Key, m => ScrapeMetric.Compile(m.Value), StringComparer.Ordinal);
        states = metrics.Keys.ToDictionary(name => name, _ => ScrapeState.Initial, StringComparer.Ordinal);
        pulse = this.metrics.OrderBy(m => m.Value.Interval).Select(m => m.Key).FirstOrDefault();
        round = new ScrapeRound(new NodeScraper(http, time, this.limits.Exposition), this.limits.AtOnce);
    }

    /// <summary>
    /// The bins of <see cref="Measure.ValueCounts"/> in every bucket of the metric; null until a histogram has been seen.
    /// </summary>
    public ValueBins? Bins(string metric) => states[metric].Bounds is { } bounds ? new ValueBins { UpperBounds = bounds } : null;

    /// <summary>
    /// The signs of life of the nodes that answered the last <see cref="ReadAsync"/>, from the metric with the shortest bucket; empty
    /// when that one was not due.
    /// </summary>
    public IReadOnlyDictionary<string, NodeLife> Lives { get; private set; } = new Dictionary<string, NodeLife>(StringComparer.Ordinal);

    /// <summary>Spans that were closed without a canary that had begun them, or given up.</summary>
    public long DroppedSpans(string metric) => states[metric].DroppedSpans;

    /// <summary>
    /// Scrapes all targets at once, for every metric of which <paramref name="boundary"/> is a boundary. A target that is not given (not
    /// ready, warming up) is not compared, and begins anew when it is given again. Throws only on cancellation.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var due = metrics.Where(m => BucketClock.IsBoundary(boundary, m.Value.Interval)).ToList();
        var reads = new Dictionary<string, MetricRead>(StringComparer.Ordinal);
        Lives = new Dictionary<string, NodeLife>(StringComparer.Ordinal);
        if (due.Count == 0)
        {
            return reads;
        }

        var addresses = due.SelectMany(m => targets.Select(t => (Address: ScrapeAddress.Of(t.Address, m.Value.Source), m.Value.Names)))
            .GroupBy(a => a.Address)
            .ToDictionary(a => a.Key, a => new SampleNames(a.SelectMany(x => x.Names)));
        var timeout = limits.TimeoutFor(due.Min(m => m.Value.Interval));
        var answers = await round.AskAsync(addresses, timeout, cancellationToken).ConfigureAwait(false);
        foreach (var (name, metric) in due)
        {
            var readings = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
            foreach (var target in targets)
            {
                readings[target.Node] = CounterReading.Of(answers[ScrapeAddress.Of(target.Address, metric.Source)], metric);
            }

            var rules = new DifferencingRules { Interval = metric.Interval, HasTraffic = metric.HasTraffic, Telling = metric.Telling };
            var step = CounterDifferencing.Step(states[name], new FleetSample(boundary, readings, canaries), rules);
            states[name] = step.State;
            reads[name] = ReadOutcome.Of(step, readings, metric);
            Lives = name == pulse ? LifeReading.Of(readings) : Lives;
        }

        return reads;
    }
}
