using Rollout.Api;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Deployments;

/// <summary>What a picture of a Deployment says.</summary>
internal static class DeploymentObservation
{
    public static WorkloadObservation Of(WorkloadPicture picture, WorkloadTarget target, HoldMode hold)
    {
        var facts = new DeploymentFacts(picture, target);
        var workload = facts.Workload;
        var own = facts.OwnPods;
        var revisions = facts.Sets.Concat(facts.Canaries).ToDictionary(s => s.Uid, s => s.Revision, StringComparer.Ordinal);
        var canaryPods = facts.PodsOf(facts.Canaries);
        var running = facts.RunningRevision;
        return new WorkloadObservation
        {
            WantedRevision = facts.Displaced ?? workload.Revision,
            RunningRevision = running,
            RunningName = running is null ? null : facts.SetOf(running)?.Name,
            WorkloadGeneration = workload.Metadata?.Generation ?? 0,
            Release = workload.Release,
            IsHeld = workload.Paused,
            IsOpen = !workload.Paused && !WorkloadProblems.IsUnderPolicy(workload, target, hold),
            Problems = Problems(workload, target),
            Fleet = new FleetState(
                [
                    .. own.Concat(canaryPods).Select(p => PodNodes.Of(p, revisions.GetValueOrDefault(p.Controller!))),
                    .. PodNodes.Absent(target.Name, workload.Replicas - own.Count),
                ],
                Failure(facts, canaryPods, revisions, target))
            {
                WantedNodes = workload.Replicas,
                Places = Places(facts, canaryPods, target),
                NoCapacity = canaryPods.Select(p => p.Trouble).Append(CreationTrouble(facts, target))
                    .FirstOrDefault(t => t?.Kind == PodTroubleKind.NoCapacity)?.Reason,
                Busy = Busy(facts),
                Unheld = Unheld(facts, target),
            },
        };
    }

    private static string CanaryName(DeploymentFacts facts, WorkloadTarget target) =>
        Marks.NameOf(target.Name, Marks.Canary, facts.Template);

    /// <summary>The canary's pods, then as many vacant places as there could ever be.</summary>
    private static CanaryPlaces Places(DeploymentFacts facts, IReadOnlyList<PodSnapshot> canaryPods, WorkloadTarget target)
    {
        if (facts.RunningRevision == facts.Template)
        {
            return new CanaryPlaces([]);
        }

        var name = CanaryName(facts, target);
        var uids = facts.Canaries.Where(c => c.Revision == facts.Template).Select(c => c.Uid).ToHashSet(StringComparer.Ordinal);
        return new CanaryPlaces(
            [
                .. canaryPods.Where(p => uids.Contains(p.Controller!)).Select(p => p.Name),
                .. Enumerable.Range(1, facts.Workload.Replicas).Select(i => $"{name}#{i}"),
            ],
            CreationTrouble(facts, target)?.Reason);
    }

    private static PodTrouble? CreationTrouble(DeploymentFacts facts, WorkloadTarget target) =>
        facts.Canaries.FirstOrDefault(c => c.Name == CanaryName(facts, target))?.Failure is { } message ? PodTrouble.OfCreation(message) : null;

    /// <summary>A pod on the wanted revision that waiting would not make ready, or a canary that the API server will never take.</summary>
    private static DeployFailure? Failure(
        DeploymentFacts facts, IReadOnlyList<PodSnapshot> canaryPods, Dictionary<string, string> revisions, WorkloadTarget target)
    {
        var broken = canaryPods.Concat(facts.OwnPods).FirstOrDefault(p =>
            p.Trouble?.Kind == PodTroubleKind.Refused && revisions.GetValueOrDefault(p.Controller!) == facts.Template);
        return broken is not null ? new DeployFailure(broken.Name, facts.Template, broken.Trouble!.Reason)
            : CreationTrouble(facts, target) is { Kind: PodTroubleKind.Refused, Reason: var reason }
                ? new DeployFailure($"{CanaryName(facts, target)}#1", facts.Template, reason)
            : null;
    }

    private static string? Busy(DeploymentFacts facts) =>
        facts.Workload.IsUnobserved ? "its last change has not been looked at by the cluster yet"
        : facts.Active.Count > 1
            ? $"{string.Join(" and ", facts.Active.Select(s => s.Name))} both run, in the middle of its own rollout"
        : facts.Displaced is { } waiting ? $"{waiting} is about to be put back into its template"
        : facts.Active.Count == 0 && facts.Workload.Replicas > 0 ? "it has no ReplicaSet that runs yet"
        : null;

    /// <summary>Not held, with a template that is not what all of it runs: the platform replaces pods in this moment.</summary>
    private static string? Unheld(DeploymentFacts facts, WorkloadTarget target) =>
        facts.Workload is { Paused: false, Replicas: > 0 } && facts.ActiveBeside(facts.Template) is { } old
            ? $"{target.Kind} {target.Name} is not paused and rolls {facts.Template} out over {old.Revision} by itself"
            : null;

    private static List<Problem> Problems(WorkloadSnapshot workload, WorkloadTarget target)
    {
        var place = $"{target.Kind} {target.Namespace}/{target.Name}";
        var problems = WorkloadProblems.Common(workload, target);
        if (workload.HistoryLimit == 0)
        {
            problems.Add(new Problem($"{place} spec.revisionHistoryLimit", "is 0, so that scaling to zero would delete what runs",
                "set it to 1 or more, or leave it out"));
        }

        if (workload.HoldDeclaredBy is { } writer)
        {
            problems.Add(new Problem($"{place} spec.paused", $"is declared by {writer}, and the rollout holds by it",
                "take spec.paused out of the manifest, or resume what was paused by hand"));
        }

        return problems;
    }
}
