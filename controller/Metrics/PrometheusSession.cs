using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Differencing;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics;

/// <summary>
/// Metrics that Prometheus servers store, read as raw samples at explicit times (design section 5). A node's series are summed and
/// differenced here; a counter that is absent on a node that was scraped is zero, on one that was not the node is missing.
/// </summary>
public sealed class PrometheusSession : IMetricSession
{
    private readonly MetricLedger ledger;
    private readonly PrometheusServers servers;
    private readonly WorkloadName workload;
    private readonly TimeProvider time;

    /// <param name="metrics">By name; each of Prometheus and free of <see cref="MetricValidation.Problems"/>, else ArgumentException.</param>
    /// <param name="servers">Shared with other sessions; stays the caller's.</param>
    /// <param name="workload">What the templates of selectors stand for, and the namespace of secrets.</param>
    /// <param name="time">The clock.</param>
    public PrometheusSession(
        IReadOnlyDictionary<string, BusinessMetricSpec> metrics, PrometheusServers servers, WorkloadName workload, TimeProvider time)
    {
        (this.servers, this.workload, this.time) = (servers, workload, time);
        ledger = new MetricLedger(metrics.ToDictionary(m => m.Key, m => CompiledMetric.Compile(m.Value, workload), StringComparer.Ordinal));
    }

    public IReadOnlyDictionary<string, NodeLife> Lives => ledger.Lives;

    public ValueBins? Bins(string metric) => ledger.Bins(metric);

    public long DroppedSpans(string metric) => ledger.DroppedSpans(metric);

    /// <summary>
    /// Waits until the boundary has been over for <see cref="PrometheusLimits.Settle"/>, then asks for it; a boundary of the past is asked
    /// for at once.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var due = ledger.Begin(boundary);
        var reads = new Dictionary<string, MetricRead>(StringComparer.Ordinal);
        if (due.Count == 0)
        {
            return reads;
        }

        var wait = boundary + servers.Limits.SettleFor(due.Min(m => m.Value.Interval)) - time.GetUtcNow();
        if (wait > TimeSpan.Zero && targets.Count > 0)
        {
            await Task.Delay(wait < servers.Limits.Settle ? wait : servers.Limits.Settle, time, cancellationToken).ConfigureAwait(false);
        }

        var asked = due.Select(m => AskAsync(m.Value, targets, boundary, cancellationToken)).ToList();
        await Task.WhenAll(asked).ConfigureAwait(false);
        foreach (var ((name, metric), answers) in due.Zip(asked, (m, a) => (m, a.Result)))
        {
            var read = Read(name, metric, answers, targets, canaries, boundary);
            reads[name] = await NativeAsync(name, metric, read, boundary, cancellationToken).ConfigureAwait(false) ?? read;
        }

        return reads;
    }

    private async Task<PrometheusAnswer[]> AskAsync(
        CompiledMetric metric, IReadOnlyList<ScrapeTarget> targets, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
        {
            return [];
        }

        var server = ServerName.Of(metric.Spec.Source.Prometheus!, workload);
        var timeout = servers.Limits.TimeoutFor(metric.Interval);
        var queries = MetricQueries.Selectors(metric, new NodeMap(targets, metric.Spec.NodeLabel))
            .Select(s => new PrometheusQuery(RangeText.Samples(s, 2 * metric.Interval), boundary));
        return await Task.WhenAll(queries.Select(q => servers.AskAsync(server, q, timeout, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>While no bucket has been seen: whether that is because the histogram is a native one. Null where it is not.</summary>
    private async Task<MetricRead?> NativeAsync(
        string name, CompiledMetric metric, MetricRead read, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        if (metric.Histogram is not { } buckets || ledger.Bins(name) is not null || read is not (MetricRead.Data or MetricRead.Empty))
        {
            return null;
        }

        var plain = buckets with { Name = buckets.Name[..^CompiledMetric.Bucket.Length] };
        var query = new PrometheusQuery(RangeText.Samples(plain, metric.Interval), boundary);
        var server = ServerName.Of(metric.Spec.Source.Prometheus!, workload);
        var answer = await servers.AskAsync(server, query, servers.Limits.TimeoutFor(metric.Interval), cancellationToken).ConfigureAwait(false);
        return answer is PrometheusAnswer.Matrix matrix && matrix.Series.FirstOrDefault(s => s.IsNativeHistogram) is { } native
            ? new MetricRead.Rejected(WindowReading.Native(native))
            : null;
    }

    private MetricRead Read(
        string name,
        CompiledMetric metric,
        IReadOnlyList<PrometheusAnswer> answers,
        IReadOnlyList<ScrapeTarget> targets,
        IReadOnlySet<string> canaries,
        DateTimeOffset boundary)
    {
        if (answers.OfType<PrometheusAnswer.Failed>().OrderByDescending(f => f.Reached).FirstOrDefault() is { } failed)
        {
            var missed = targets.ToDictionary(t => t.Node, NodeReading (t) => new NodeReading.Missed(failed.Reason, failed.Reached), StringComparer.Ordinal);
            ledger.Take(name, boundary, missed, canaries);
            return failed.Reached ? new MetricRead.Rejected(failed.Reason) : new MetricRead.Unreachable(failed.Reason);
        }

        if (targets.Count == 0)
        {
            return ledger.Take(name, boundary, new Dictionary<string, NodeReading>(StringComparer.Ordinal), canaries);
        }

        var map = new NodeMap(targets, metric.Spec.NodeLabel);
        var window = MetricQueries.Window([.. answers.Cast<PrometheusAnswer.Matrix>().Select(m => m.Series)], metric, boundary);
        var readings = WindowReading.Of(window, metric, targets.Select(t => t.Node), map);
        var read = ledger.Take(name, boundary, readings, canaries);

        // Zeros for a whole fleet, while its orders lie under a label that nobody looks at, would be worse than no reading.
        return !ledger.IsTold(name) && map.Stranger([.. window.Own]) is { } stranger ? new MetricRead.Rejected(stranger) : read;
    }
}
