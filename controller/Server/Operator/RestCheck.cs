using Rollout.Fleets.Kubernetes;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>Whether nothing is to be done at a rollout, told by what is recorded and what was seen, without asking anybody. Pure.</summary>
public static class RestCheck
{
    public const string Finalizer = "staggered.dev/release";

    /// <summary>
    /// A rollout that is read or probed all the time never rests. Else: recorded as settled, for this very spec and workload; the fleet runs
    /// stable or comes to it by itself; nobody wants anything that was not refused; no order waits.
    /// </summary>
    /// <param name="rollout">As it is cached.</param>
    /// <param name="resolved">Its spec.</param>
    /// <param name="seen">Its workload; null: it could not be seen.</param>
    public static bool Rests(RolloutSnapshot rollout, ResolvedRollout resolved, WorkloadObservation? seen) =>
        seen is { Problems.Count: 0, Fleet: { Unheld: null, Busy: null } fleet }
        && resolved is { Problems.Count: 0, Spec.Paused: false } && !IsWatched(resolved)
        && rollout is { IsGoing: false, HasOrders: false, Sequence: > 0, StableRevision: { } stable }
        && AnnotationNotes.AreTold(rollout, AnnotationNotes.Of(rollout, resolved, seen))
        && rollout.Metadata?.Finalizers?.Contains(Finalizer, StringComparer.Ordinal) == true
        && Enum.TryParse<Phase>(rollout.Phase, out var phase) && phase.IsSettled()
        && rollout.ObservedGeneration == rollout.Generation && rollout.ObservedWorkloadGeneration == seen.WorkloadGeneration
        && (seen.WantedRevision == stable ? phase != Phase.RolledBack : phase == Phase.RolledBack && rollout.RefusedRevisions.Contains(seen.WantedRevision, StringComparer.Ordinal))
        && fleet.Nodes.All(n => n.Revision is null || n.Revision == stable);

    /// <summary>What is scraped has no other past than the one gathered here; probes go on after a rollout.</summary>
    public static bool IsWatched(ResolvedRollout resolved) =>
        resolved.Spec.Probes.Count > 0 || resolved.Spec.Metrics.Any(m => m.Metric?.Source.Prometheus is null);
}
