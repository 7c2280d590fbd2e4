using Rollout.History;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;
using Rollout.Metrics.Prometheus;
using Rollout.Probes.Network;
using Rollout.Server.Hosting;

namespace Rollout.Server.Operator;

/// <summary>How the controller of a cluster is started.</summary>
public sealed record OperatorOptions
{
    public const string LeaseName = "rollout-controller";

    public required ClusterConnection Connection { get; init; }

    /// <summary>The only namespace that is looked at; null: all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The server of metrics whose source names none; null: there is none.</summary>
    public string? Prometheus { get; init; }

    public ListenAddress Listen { get; init; } = ListenAddress.Default;

    /// <summary>A fixed token for changing calls; null: the cluster reviews tokens.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Where releases are kept beyond the last ten of each status; null: nowhere.</summary>
    public HistoryAddress? History { get; init; }

    public bool LeaderElect { get; init; } = true;

    /// <summary>Of this process alone.</summary>
    public string Identity { get; init; } = $"{System.Environment.MachineName}-{Guid.NewGuid():N}";

    /// <summary>How leading is won and lost; null: 15 s, renewed within 10 s.</summary>
    public LeaseOptions? Lease { get; init; }

    /// <summary>Rollouts that are looked at in the same moment. They mostly wait for answers.</summary>
    public int Workers { get; init; } = 32;

    /// <summary>Rollouts never seen before that are taken up at once.</summary>
    public int AdoptedAtOnce { get; init; } = 200;

    public ClientLimits Limits { get; init; } = new();

    /// <summary>What acceptance probes may reach.</summary>
    public ProbeNetwork Probing { get; init; } = new();

    /// <summary>The status of an AcceptanceProbe is written so often at most.</summary>
    public TimeSpan ProbeStatusEvery { get; init; } = TimeSpan.FromMinutes(1);

    public PrometheusLimits? PrometheusLimits { get; init; }

    /// <summary>The names of environment variables to their values, for telemetry.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
