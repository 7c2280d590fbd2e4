using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>What is wrong with annotations of ours: those of the workload say where a release comes from, those of the rollout are orders. Pure.</summary>
public static class AnnotationNotes
{
    /// <param name="rollout">As it is cached.</param>
    /// <param name="resolved">Its workload's name.</param>
    /// <param name="seen">Its workload; null: it could not be seen.</param>
    public static IReadOnlyList<Problem> Of(RolloutSnapshot rollout, ResolvedRollout resolved, WorkloadObservation? seen) =>
    [
        .. (seen?.Release?.Problems ?? []).Select(p => p with { Place = $"{resolved.Target} {p.Place}" }),
        .. rollout.Metadata?.Annotations is { Count: > 0 } orders ? OrderAnnotations.Read(orders).Problems : [],
    ];

    /// <summary>Whether the published condition says just this.</summary>
    public static bool AreTold(RolloutSnapshot rollout, IReadOnlyList<Problem> problems) =>
        problems.Count == 0 ? rollout.AnnotationNote is null : rollout.AnnotationNote == Conditions.AnnotationText(problems);
}
