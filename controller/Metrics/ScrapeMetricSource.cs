using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics;

/// <summary>
/// One metric read from the nodes themselves. Several metrics of one fleet: <see cref="ScrapeSession"/>, which shares the requests.
/// </summary>
public sealed class ScrapeMetricSource : IDisposable
{
    private const string Name = "metric";

    private readonly BusinessMetricSpec metric;
    private readonly HttpMessageInvoker? owned;
    private readonly ScrapeSession session;

    /// <param name="metric">Free of <see cref="MetricValidation.Problems"/>, else ArgumentException.</param>
    /// <param name="http">Null: an own one (no proxy, no redirects), disposed with the source.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Null: the defaults.</param>
    public ScrapeMetricSource(BusinessMetricSpec metric, HttpMessageInvoker? http, TimeProvider time, ScrapeLimits? limits = null)
    {
        this.metric = metric;
        owned = http is null ? ScrapeHttp.CreateInvoker((limits ?? new ScrapeLimits()).TimeoutFor(metric.Interval)) : null;
        session = new ScrapeSession(new Dictionary<string, BusinessMetricSpec>(StringComparer.Ordinal) { [Name] = metric }, http ?? owned!, time, limits);
    }

    /// <summary>The bins of <see cref="Measure.ValueCounts"/> in every bucket; null until a histogram has been seen.</summary>
    public ValueBins? Bins => session.Bins(Name);

    public long DroppedSpans => session.DroppedSpans(Name);

    /// <summary>Call once per boundary of the metric's interval, one call at a time. Throws only on cancellation.</summary>
    public async ValueTask<MetricRead> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var reads = await session.ReadAsync(targets, canaries, boundary, cancellationToken).ConfigureAwait(false);
        return reads.TryGetValue(Name, out var read)
            ? read
            : new MetricRead.Rejected(FormattableString.Invariant($"{boundary:O} is no boundary of buckets of {DurationText.Format(metric.Interval)}"));
    }

    public void Dispose() => owned?.Dispose();
}
