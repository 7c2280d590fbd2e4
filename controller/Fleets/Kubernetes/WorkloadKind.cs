namespace Rollout.Fleets.Kubernetes;

/// <summary>The kinds of workload that can be rolled out in stages.</summary>
public enum WorkloadKind
{
    Deployment,
    StatefulSet,
    DaemonSet,
}
