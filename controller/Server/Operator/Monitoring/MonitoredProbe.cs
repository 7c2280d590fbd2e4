using Rollout.Kubernetes.Rest;
using Rollout.Probes.Schedule;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>An AcceptanceProbe and where it runs now.</summary>
/// <param name="Key">Of the resource.</param>
/// <param name="Snapshot">As it is cached.</param>
/// <param name="Rollouts">The rollouts that name it and run it: then it is not run beside them.</param>
/// <param name="Runs">Where it is run for itself.</param>
/// <param name="Trouble">Why it cannot be told where it should run, or all that is wrong with it; null: nothing is.</param>
public sealed record MonitoredProbe(ObjectKey Key, ProbeSnapshot Snapshot, IReadOnlyList<string> Rollouts, IReadOnlyList<ProbeAssignment> Runs, ProbeMisfit? Trouble)
{
    /// <summary>Rollouts that name it and do not run it, with why; null: there is none.</summary>
    public string? Idle { get; init; }

    /// <summary>Its name among all namespaces'.</summary>
    public string Name => Key.ToString();
}
