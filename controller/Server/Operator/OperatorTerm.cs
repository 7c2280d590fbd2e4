using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Queueing;
using Rollout.Kubernetes.Rest;
using Rollout.Recording;
using Rollout.Server.Operator.Monitoring;

namespace Rollout.Server.Operator;

/// <summary>One term of leading: the queue and its workers. Its end is awaited whole: nothing of it acts afterwards.</summary>
public sealed partial class OperatorTerm : IAsyncDisposable
{
    /// <summary>What happens in a moment is one reason to look.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    private readonly OperatorParts parts;
    private readonly WorkQueue<RolloutKey> queue;
    private readonly WorkQueue<ObjectKey> metrics;
    private readonly MetricConditions conditions;
    private readonly Announcer announcer;
    private readonly ProbeMonitor? monitor;
    private readonly ILogger log;
    private readonly int workers;

    public OperatorTerm(OperatorParts parts, Func<bool> leads, string instance, int workers, IWorkQueueObserver? observer = null)
    {
        (this.parts, this.workers) = (parts, workers);
        log = parts.Logs.CreateLogger("rollout.operator");
        observer ??= parts.Telemetry is { } telemetry ? new MeasuredWork(telemetry.Meter) : null;
        queue = new WorkQueue<RolloutKey>(parts.Time, new WorkQueueOptions { LongestWait = TimeSpan.FromSeconds(30), Observer = observer });
        metrics = new WorkQueue<ObjectKey>(parts.Time, new WorkQueueOptions());
        conditions = new MetricConditions(parts.Client, parts.Time, parts.Prometheus);
        announcer = new Announcer(parts.Client, instance, parts.Time, log);
        Reconciler = new Reconciler(parts, leads, queue.Add, announcer);
        monitor = parts.Monitoring is { } monitoring ? new ProbeMonitor(monitoring, Reconciler.Live, leads) : null;
    }

    public Reconciler Reconciler { get; }

    public int Depth => queue.Depth;

    /// <summary>Something of this rollout changed.</summary>
    public void Changed(RolloutKey key) => queue.AddAfter(key, Together);

    /// <summary>A BusinessMetric was written: its status says whether it is valid.</summary>
    public void MetricChanged(ObjectKey key) => metrics.Add(key);

    /// <summary>An AcceptanceProbe was written.</summary>
    public void ProbeChanged() => monitor?.Wake();

    /// <summary>Every rollout that there is, then whatever changes, until it is cancelled. Ends when no worker has anything in hand.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var rollout in parts.Caches.Rollouts.All())
        {
            queue.Add(rollout.Key);
        }

        foreach (var metric in parts.Caches.Metrics.All())
        {
            metrics.Add(OperatorKinds.Metrics.KeyOf(metric));
        }

        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(queue, OneAsync, cancellationToken))
            .Append(WorkAsync(metrics, MetricAsync, cancellationToken)).Append(MonitorAsync(cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        queue.Dispose();
        metrics.Dispose();
        if (monitor is not null)
        {
            await monitor.DisposeAsync();
        }

        await Reconciler.DisposeAsync();
        await announcer.DisposeAsync();
    }

    private static async Task WorkAsync<TKey>(WorkQueue<TKey> keys, Func<TKey, CancellationToken, Task> oneAsync, CancellationToken cancellationToken)
        where TKey : notnull
    {
        try
        {
            while (await keys.TakeAsync(cancellationToken) is { Found: true, Key: { } key })
            {
                try
                {
                    await oneAsync(key, cancellationToken);
                }
                finally
                {
                    keys.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The term is over.
        }
    }

    private async Task MonitorAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (monitor?.RunAsync(cancellationToken) ?? Task.CompletedTask);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The term is over.
        }
    }

    private async Task OneAsync(RolloutKey key, CancellationToken cancellationToken)
    {
        try
        {
            if (await Reconciler.ReconcileAsync(key, cancellationToken) is not { } again)
            {
                queue.AddFailed(key);
                return;
            }

            queue.Forget(key);
            if (again != Timeout.InfiniteTimeSpan)
            {
                queue.AddAfter(key, again);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One rollout's fault is no other's.
            LogFault(log, fault, key);
            queue.AddFailed(key);
        }
    }

    private async Task MetricAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (parts.Caches.Metrics.Find(key) is { } metric && await conditions.WriteAsync(metric, cancellationToken) is { } why)
        {
            LogMetric(log, key, why);
            metrics.AddFailed(key);
        }
        else
        {
            metrics.Forget(key);
        }
    }

    [LoggerMessage(EventId = 803, Level = LogLevel.Warning, Message = "the status of BusinessMetric {Metric} was not written: {Why}")]
    private static partial void LogMetric(ILogger log, ObjectKey metric, string why);

    [LoggerMessage(EventId = 811, Level = LogLevel.Error, Message = "{Key}: a fault of the controller itself")]
    private static partial void LogFault(ILogger log, Exception fault, RolloutKey key);
}
