namespace Rollout.Api;

/// <summary>What kind of workload a rollout drives.</summary>
public enum WorkloadKind
{
    Deployment,
    StatefulSet,
    DaemonSet,
}
