using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics.Secrets;
using Rollout.Probes;
using Rollout.Server.Probing;
using Rollout.Telemetry;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>What the probes of a process share, term after term.</summary>
public sealed record MonitorParts
{
    public required ClusterClient Client { get; init; }

    public required RolloutCaches Caches { get; init; }

    public required ServiceBook Services { get; init; }

    public required ISecrets Secrets { get; init; }

    public required ProbeRunner Runner { get; init; }

    public required ProbeJournal Journal { get; init; }

    /// <summary>Two writes of one status lie so far apart, but for a spec that changed and for the very first results.</summary>
    public TimeSpan StatusEvery { get; init; } = TimeSpan.FromMinutes(1);

    public ControllerTelemetry? Telemetry { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logs { get; init; }
}
