using System.Collections.Concurrent;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Prometheus;

namespace Rollout.Metrics;

/// <summary>
/// Keeps what Prometheus servers remember of a rollout's metrics: read at adoption in the background, then once a day what is new. What
/// could not be read is tried again, sooner.
/// </summary>
public sealed class HistoryKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Latest = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, PrometheusHistory> histories;
    private readonly ConcurrentDictionary<string, MetricPast> pasts = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ScrapeTarget> targets;
    private readonly TimeProvider time;
    private readonly HistoryLimits limits;
    private Task work = Task.CompletedTask;

    /// <param name="metrics">By name; those that are scraped have no past here.</param>
    /// <param name="servers">Stays the caller's; disposed after this.</param>
    /// <param name="workload">What the templates of selectors stand for, and the namespace of secrets.</param>
    /// <param name="targets">The nodes of the fleet.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Null: the defaults.</param>
    public HistoryKeeper(
        IReadOnlyDictionary<string, BusinessMetricSpec> metrics,
        PrometheusServers servers,
        WorkloadName workload,
        IReadOnlyList<ScrapeTarget> targets,
        TimeProvider time,
        HistoryLimits? limits = null)
    {
        (this.targets, this.time, this.limits) = (targets, time, limits ?? new HistoryLimits());
        histories = metrics.Where(m => m.Value.Source.Prometheus is not null)
            .ToDictionary(m => m.Key, m => new PrometheusHistory(servers, m.Value, workload, this.limits), StringComparer.Ordinal);
    }

    /// <summary>Begins to read; does nothing where no metric has a past.</summary>
    public void Start() => work = histories.Count == 0 ? Task.CompletedTask : Task.Run(RunAsync, stop.Token);

    /// <summary>What is known of a metric so far; null while nothing is.</summary>
    public MetricPast? Of(string metric) => pasts.GetValueOrDefault(metric);

    /// <summary>Reads what is new of every metric once. True: all could be read.</summary>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var (name, history) in histories)
        {
            var known = pasts.GetValueOrDefault(name);
            var fresh = await history.ReadAsync(targets, known?.Until, time.GetUtcNow(), known?.Bins, cancellationToken).ConfigureAwait(false);
            if (known is null && fresh.Buckets.Count == 0 && fresh.Trouble is not null)
            {
                all = false;
                continue;
            }

            // What is new counts only where it joins on: else the next time reads from where the last good one ended.
            var joins = known is null || fresh.From <= known.Until;
            pasts[name] = joins ? Join(known, fresh) : known!;
            all &= joins;
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private MetricPast Join(MetricPast? known, MetricPast fresh)
    {
        if (known is null)
        {
            return fresh;
        }

        var oldest = fresh.Until - limits.LookBack;
        IReadOnlyList<FleetBucket> joined = [.. known.Buckets.Where(b => b.Start >= oldest && b.End <= fresh.From), .. fresh.Buckets];
        return fresh with { Buckets = joined, From = known.From > oldest ? known.From : oldest, Trouble = known.Trouble };
    }

    private async Task RunAsync()
    {
        var wait = Soon;
        while (true)
        {
            wait = await RefreshAsync(stop.Token).ConfigureAwait(false) ? Daily : wait >= Daily ? Soon : wait * 2 < Latest ? wait * 2 : Latest;
            await Task.Delay(wait, time, stop.Token).ConfigureAwait(false);
        }
    }
}
