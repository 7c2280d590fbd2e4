using Microsoft.Extensions.Logging;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics.Prometheus;
using Rollout.Server.Loop;
using Rollout.Server.Operator.Monitoring;
using Rollout.Server.Releases;
using Rollout.Telemetry;

namespace Rollout.Server.Operator;

/// <summary>What all rollouts of a process share.</summary>
public sealed record OperatorParts
{
    public required ClusterClient Client { get; init; }

    public required RolloutCaches Caches { get; init; }

    public required Resolution Resolution { get; init; }

    public required PrometheusServers Servers { get; init; }

    /// <summary>See <see cref="OperatorOptions.Prometheus"/>.</summary>
    public string? Prometheus { get; init; }

    /// <summary>For what is scraped.</summary>
    public required HttpMessageInvoker Scrapes { get; init; }

    /// <summary>For who is told what becomes of rollouts; null: nobody is.</summary>
    public HttpMessageInvoker? Receivers { get; init; }

    /// <summary>Who holds a kind of workload just now.</summary>
    public required Func<WorkloadKind, HoldMode> Hold { get; init; }

    public required EventHubs Hubs { get; init; }

    /// <summary>
    /// Probes of a rollout whose pods are seen by this lookout; disposed with its loop where it can be. Null: nothing is probed here.
    /// </summary>
    public Func<RolloutSnapshot, ResolvedRollout, WorkloadLookout, IProbeWatch>? Probes { get; init; }

    /// <summary>Acceptance probes as monitoring; null: none run but those of rollouts.</summary>
    public MonitorParts? Monitoring { get; init; }

    /// <summary>The history; null: none is kept, not even the last ones in memory.</summary>
    public ReleaseBook? Book { get; init; }

    public ControllerTelemetry? Telemetry { get; init; }

    /// <summary>Histories that are read at once: each may be large for as long as it is read.</summary>
    public SemaphoreSlim Histories { get; init; } = new(2);

    /// <summary>Rollouts never seen before that are taken up at once; the others wait for their turn.</summary>
    public int AdoptedAtOnce { get; init; } = 200;

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logs { get; init; }
}
