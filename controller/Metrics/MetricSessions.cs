using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Prometheus;

namespace Rollout.Metrics;

/// <summary>The metrics of a rollout, each read from its own source.</summary>
public sealed class MetricSessions : IMetricSession
{
    private readonly List<IMetricSession> sessions = [];
    private readonly Dictionary<string, IMetricSession> byMetric = new(StringComparer.Ordinal);
    private readonly IMetricSession? pulse;

    /// <param name="metrics">By name; each free of <see cref="MetricValidation.Problems"/>, else ArgumentException.</param>
    /// <param name="http">For what is scraped; stays the caller's.</param>
    /// <param name="servers">For what Prometheus stores; stays the caller's.</param>
    /// <param name="workload">What the templates of selectors stand for, and the namespace of secrets.</param>
    /// <param name="time">The clock.</param>
    public MetricSessions(
        IReadOnlyDictionary<string, BusinessMetricSpec> metrics, HttpMessageInvoker http, PrometheusServers servers, WorkloadName workload, TimeProvider time)
    {
        var (scraped, stored) = (Part(metrics, m => m.Source.Prometheus is null), Part(metrics, m => m.Source.Prometheus is not null));
        if (scraped.Count > 0)
        {
            Add(scraped.Keys, new ScrapeSession(scraped, http, time, workload: workload));
        }

        if (stored.Count > 0)
        {
            Add(stored.Keys, new PrometheusSession(stored, servers, workload, time));
        }

        pulse = metrics.OrderBy(m => m.Value.Interval).ThenBy(m => m.Value.Source.Prometheus is not null)
            .Select(m => byMetric[m.Key]).FirstOrDefault();
    }

    public IReadOnlyDictionary<string, NodeLife> Lives => pulse?.Lives ?? new Dictionary<string, NodeLife>(StringComparer.Ordinal);

    public ValueBins? Bins(string metric) => byMetric[metric].Bins(metric);

    public long DroppedSpans(string metric) => byMetric[metric].DroppedSpans(metric);

    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(sessions.Select(s => s.ReadAsync(targets, canaries, boundary, cancellationToken).AsTask())).ConfigureAwait(false);
        return parts.SelectMany(p => p).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
    }

    private static Dictionary<string, BusinessMetricSpec> Part(IReadOnlyDictionary<string, BusinessMetricSpec> metrics, Func<BusinessMetricSpec, bool> wanted) =>
        metrics.Where(m => wanted(m.Value)).ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);

    private void Add(IEnumerable<string> metrics, IMetricSession session)
    {
        sessions.Add(session);
        foreach (var metric in metrics)
        {
            byMetric[metric] = session;
        }
    }
}
