using Rollout.Api;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.DaemonSets;

/// <summary>What a picture of a DaemonSet says.</summary>
internal static class DaemonObservation
{
    public static WorkloadObservation Of(WorkloadPicture picture, WorkloadTarget target, HoldMode hold)
    {
        var facts = new DaemonFacts(picture);
        var running = facts.Running;
        var broken = facts.Living.FirstOrDefault(p => p.Trouble?.Kind == PodTroubleKind.Refused && facts.RevisionOf(p) == facts.Template);
        return new WorkloadObservation
        {
            WantedRevision = facts.Displaced ?? facts.Template,
            RunningRevision = running,
            RunningName = running is null ? null : facts.CopyOf(running)?.Name,
            WorkloadGeneration = facts.Workload.Metadata?.Generation ?? 0,
            Release = facts.Workload.Release,
            IsHeld = facts.IsHeld,
            IsOpen = !facts.IsHeld && !WorkloadProblems.IsUnderPolicy(facts.Workload, target, hold),
            Problems = Problems(facts.Workload, target, hold),
            Fleet = new FleetState(
                [.. facts.Machines().Select(m => Node(facts, m.Name, m.Machine))],
                broken is null ? null : new DeployFailure(broken.Machine!, facts.Template, $"{broken.Name}: {broken.Trouble!.Reason}"))
            {
                NoCapacity = facts.Living.Where(p => facts.RevisionOf(p) == facts.Template).Select(p => p.Trouble)
                    .FirstOrDefault(t => t?.Kind == PodTroubleKind.NoCapacity)?.Reason,
                Busy = facts.Workload.IsUnobserved ? "its last change has not been looked at by the cluster yet" : Rolling(facts),
                Unheld = Rolling(facts) is { } rolling ? $"{target.Kind} {target.Name}: {rolling}" : null,
                SpreadsByItself = true,
            },
        };
    }

    private static ObservedNode Node(DaemonFacts facts, string name, MachineSnapshot? machine) =>
        (facts.Pods.TryGetValue(name, out var pod), pod) switch
        {
            (true, { IsLeaving: false } living) =>
                new ObservedNode(name, facts.RevisionOf(living), living.IsReady, living.Trouble?.Reason)
                {
                    Instance = living.Instance,
                    Labels = machine?.Labels,
                },
            (true, _) => new ObservedNode(name, null, false, "its pod is ending") { Labels = machine?.Labels },
            _ => new ObservedNode(name, null, false, "no pod yet") { Labels = machine?.Labels },
        };

    private static string? Rolling(DaemonFacts facts) => !facts.IsHeld && !facts.IsAllOn(facts.Template)
        ? $"it is not held by OnDelete and rolls {facts.Template} out by itself" : null;

    private static List<Problem> Problems(WorkloadSnapshot workload, WorkloadTarget target, HoldMode hold)
    {
        var place = $"{target.Kind} {target.Namespace}/{target.Name} spec.updateStrategy.type";
        var problems = WorkloadProblems.Common(workload, target);
        if (workload is { Strategy: "OnDelete", Claim: null })
        {
            problems.Add(new Problem(place, "is OnDelete before any rollout, which could not be told from our hold",
                "set it to RollingUpdate, or leave it out"));
        }
        else if (workload.HoldDeclaredBy is { } writer && hold == HoldMode.AtAdoption)
        {
            problems.Add(new Problem(place, $"is declared by {writer}, and no admission policy keeps the hold against that",
                "take updateStrategy.type out of the manifest, or install the admission policies"));
        }

        return problems;
    }
}
