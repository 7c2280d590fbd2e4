using Rollout.Api;
using Rollout.Metrics;
using Rollout.Metrics.Prometheus;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>
/// What the store remembers of a rollout's metrics, read when a revision waits for its trial and let go when the trial has its calibration: a
/// past is large. While it is read the first canary waits, for a while.
/// </summary>
public sealed class PastReading : IAsyncDisposable
{
    /// <summary>A store that takes longer is not waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource stop = new();
    private readonly HistoryKeeper keeper;
    private readonly DateTimeOffset begun;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turns;

    public PastReading(
        IReadOnlyDictionary<string, BusinessMetricSpec> metrics, PrometheusServers servers, WorkloadName workload, IReadOnlyList<ScrapeTarget> targets,
        SemaphoreSlim turns, TimeProvider time)
    {
        keeper = new HistoryKeeper(metrics, servers, workload, targets, time);
        (this.turns, this.time, begun) = (turns, time, time.GetUtcNow());
        Work = Task.Run(ReadAsync, stop.Token);
    }

    /// <summary>Ends with the reading, whatever came of it.</summary>
    internal Task Work { get; }

    public MetricPast? Of(string metric) => Work.IsCompleted ? keeper.Of(metric) : null;

    /// <summary>What the first canary waits for; null: for nothing.</summary>
    public GateAnswer? Gate => Work.IsCompleted || time.GetUtcNow() - begun > Patience ? null
        : new GateAnswer("history", GateState.Unknown, null, "what the metrics' store remembers is being read");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await keeper.DisposeAsync();
        stop.Dispose();
    }

    private async Task ReadAsync()
    {
        await turns.WaitAsync(stop.Token);
        try
        {
            await keeper.RefreshAsync(stop.Token);
        }
        finally
        {
            turns.Release();
        }
    }
}
