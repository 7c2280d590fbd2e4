using Rollout.Api;
using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Kubernetes;

/// <summary>What stands in the way with a workload of any kind, and what does not.</summary>
internal static class WorkloadProblems
{
    public static List<Problem> Common(WorkloadSnapshot workload, WorkloadTarget target) =>
        ClaimedByOther(workload, target) is { } other
            ? [new Problem($"{target.Kind} {target.Namespace}/{target.Name} metadata.labels[{Marks.Rollout}]", other,
                "delete one of the two, or name another workload")]
            : [];

    /// <summary>Why the workload is another rollout's; null where it is not.</summary>
    public static string? ClaimedByOther(WorkloadSnapshot workload, WorkloadTarget target) =>
        workload.Claim is { } claim && claim != target.Claim ? $"is rolled out by the StaggeredRollout {claim} already" : null;

    /// <summary>The admission policies hold whatever bears the label of a rollout.</summary>
    public static bool IsUnderPolicy(WorkloadSnapshot workload, WorkloadTarget target, HoldMode hold) =>
        hold == HoldMode.ByPolicy && workload.Claim == target.Claim;
}
