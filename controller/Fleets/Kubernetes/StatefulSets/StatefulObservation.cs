using Rollout.Api;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.StatefulSets;

/// <summary>What a picture of a StatefulSet says.</summary>
internal static class StatefulObservation
{
    public static WorkloadObservation Of(WorkloadPicture picture, WorkloadTarget target, HoldMode hold)
    {
        var facts = new StatefulFacts(picture);
        var workload = facts.Workload;
        var there = facts.Pods.ToDictionary(p => p.Place, p => p.Pod);
        var broken = facts.Pods.Select(p => p.Pod)
            .FirstOrDefault(p => p.Trouble?.Kind == PodTroubleKind.Refused && facts.RevisionOf(p) == facts.Template);
        return new WorkloadObservation
        {
            WantedRevision = facts.Displaced ?? facts.Template,
            RunningRevision = facts.Current,
            RunningName = workload.CurrentRevisionName,
            WorkloadGeneration = workload.Metadata?.Generation ?? 0,
            Release = workload.Release,
            IsHeld = workload.Partition >= facts.Replicas && workload.Partition > 0,
            IsOpen = workload.Partition < facts.Replicas && !WorkloadProblems.IsUnderPolicy(workload, target, hold),
            Problems = Problems(workload, target, hold),
            Fleet = new FleetState(
                [
                    .. Enumerable.Range(0, facts.Replicas).Select(i => there.TryGetValue(i, out var pod)
                        ? PodNodes.Of(pod, facts.RevisionOf(pod)) : new ObservedNode(facts.NameAt(i), null, false, "no pod yet")),
                ],
                broken is null ? null : new DeployFailure(broken.Name, facts.Template, broken.Trouble!.Reason))
            {
                WantedNodes = facts.Replicas,
                Places = new CanaryPlaces([.. Enumerable.Range(1, Math.Max(0, facts.Replicas - 1)).Reverse().Select(facts.NameAt)]),
                NoCapacity = NoCapacity(facts),
                Busy = Busy(facts),
                Unheld = Unheld(facts, target),
            },
        };
    }

    private static string? NoCapacity(StatefulFacts facts) => facts.Replicas == 1
        ? $"{facts.Workload.Name} has one pod, which cannot be both stable and canary"
        : facts.Pods.Where(p => facts.RevisionOf(p.Pod) == facts.Template).Select(p => p.Pod.Trouble)
            .FirstOrDefault(t => t?.Kind == PodTroubleKind.NoCapacity)?.Reason;

    private static string? Busy(StatefulFacts facts) =>
        facts.Workload.IsUnobserved ? "its last change has not been looked at by the cluster yet"
        : facts.Displaced is { } waiting ? $"{waiting} is about to be put back into its template"
        : facts.Replicas > 0 && facts.Workload.Partition == 0 && facts.Current != facts.Template
            ? $"{facts.Template} is replacing {facts.Current ?? "what ran"}, in the middle of its own rollout"
        : null;

    private static string? Unheld(StatefulFacts facts, WorkloadTarget target) =>
        facts.Replicas > 0 && facts.Workload is { Partition: 0, Strategy: "RollingUpdate" } && facts.Current is { } current && current != facts.Template
            ? $"{target.Kind} {target.Name} has no partition and rolls {facts.Template} out over {current} by itself"
            : null;

    private static List<Problem> Problems(WorkloadSnapshot workload, WorkloadTarget target, HoldMode hold)
    {
        var place = $"{target.Kind} {target.Namespace}/{target.Name}";
        var problems = WorkloadProblems.Common(workload, target);
        if (workload.Strategy != "RollingUpdate")
        {
            problems.Add(new Problem($"{place} spec.updateStrategy.type", $"is {workload.Strategy}, which knows no partition to hold by",
                "set it to RollingUpdate, or leave it out"));
        }

        if (workload.HoldDeclaredBy is { } writer && hold == HoldMode.AtAdoption)
        {
            problems.Add(new Problem($"{place} spec.updateStrategy.rollingUpdate.partition",
                $"is declared by {writer}, and no admission policy keeps the hold against that",
                "take the partition out of the manifest, or install the admission policies"));
        }

        return problems;
    }
}
