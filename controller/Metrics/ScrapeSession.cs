using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Differencing;
using Rollout.Metrics.Exposition;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics;

/// <summary>Metrics that the nodes themselves show: those that lie at the same address and path share one request.</summary>
public sealed class ScrapeSession : IMetricSession
{
    private readonly MetricLedger ledger;
    private readonly ScrapeRound round;
    private readonly ScrapeLimits limits;

    /// <param name="metrics">By name; each scraped and free of <see cref="MetricValidation.Problems"/>, else ArgumentException.</param>
    /// <param name="http">See <see cref="ScrapeHttp.CreateInvoker"/>; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Null: the defaults.</param>
    /// <param name="workload">What the templates of selectors stand for; null: none is used.</param>
    public ScrapeSession(
        IReadOnlyDictionary<string, BusinessMetricSpec> metrics,
        HttpMessageInvoker http,
        TimeProvider time,
        ScrapeLimits? limits = null,
        WorkloadName? workload = null)
    {
        this.limits = limits ?? new ScrapeLimits();
        var compiled = metrics.ToDictionary(m => m.Key, m => CompiledMetric.Compile(m.Value, workload), StringComparer.Ordinal);
        ledger = new MetricLedger(compiled);
        round = new ScrapeRound(new NodeScraper(http, time, this.limits.Exposition), this.limits.AtOnce);
    }

    public IReadOnlyDictionary<string, NodeLife> Lives => ledger.Lives;

    public ValueBins? Bins(string metric) => ledger.Bins(metric);

    public long DroppedSpans(string metric) => ledger.DroppedSpans(metric);

    /// <summary>Scrapes all targets at once.</summary>
    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var due = ledger.Begin(boundary);
        var reads = new Dictionary<string, MetricRead>(StringComparer.Ordinal);
        if (due.Count == 0)
        {
            return reads;
        }

        var addresses = due.SelectMany(m => targets.Select(t => (Address: ScrapeAddress.Of(t.Address, m.Value.Scraped), m.Value.Names)))
            .GroupBy(a => a.Address)
            .ToDictionary(a => a.Key, a => new SampleNames(a.SelectMany(x => x.Names)));
        var timeout = limits.TimeoutFor(due.Min(m => m.Value.Interval));
        var answers = await round.AskAsync(addresses, timeout, cancellationToken).ConfigureAwait(false);
        foreach (var (name, metric) in due)
        {
            var readings = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
            foreach (var target in targets)
            {
                readings[target.Node] = CounterReading.Of(answers[ScrapeAddress.Of(target.Address, metric.Scraped)], metric);
            }

            reads[name] = ledger.Take(name, boundary, readings, canaries);
        }

        return reads;
    }
}
