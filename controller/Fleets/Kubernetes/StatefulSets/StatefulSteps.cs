using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes.StatefulSets;

/// <summary>The next write that brings a StatefulSet towards a level; null: it is there (design section 4.1). Pure.</summary>
internal static class StatefulSteps
{
    private static readonly HoldField.Partition Closed = new(HoldField.Partition.Closed);

    public static FleetStep? Next(WorkloadPicture picture, WorkloadTarget target, FleetTarget level, HoldMode hold)
    {
        var facts = new StatefulFacts(picture);
        return level switch
        {
            FleetTarget.Orphaned => KeptTemplates.Orphan(picture, target),
            FleetTarget.Released => Release(facts, target),
            _ when picture.IsGone || picture.Workload.IsTerminating => null,
            _ when WorkloadProblems.ClaimedByOther(picture.Workload, target) is { } other => new FleetStep.Refuse($"{target} {other}"),
            FleetTarget.Still => facts.Current == facts.Template ? null : Close(facts),
            _ when picture.Workload.Claim is null => new FleetStep.Claim(picture.Workload.Version),
            FleetTarget.Canaries canaries => Canaries(facts, canaries, hold),
            FleetTarget.Everywhere all when facts.Template == all.Revision => Promote(facts, all, hold),
            FleetTarget.Everywhere all => TakeBack(facts, all),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };
    }

    private static FleetStep? Canaries(StatefulFacts facts, FleetTarget.Canaries level, HoldMode hold)
    {
        if (facts.Displaced == level.Revision && facts.Template == level.Stable)
        {
            // Taken out while there were no pods: it comes back when stable runs again.
            return Promote(facts, new FleetTarget.Everywhere(level.Stable, WayBackPace.Rolling), hold);
        }

        if (facts.Template != level.Revision)
        {
            return new FleetStep.Refuse($"the template of {facts.Workload.Name} is {facts.Template} and not {level.Revision} any more");
        }

        if (KeptTemplates.KeepStable(facts.Picture, level.Stable, facts.CopyOf(level.Stable)?.Name) is { } keep)
        {
            return keep;
        }

        // Without pods the platform takes the wanted template for the current one, and would start it everywhere.
        return facts.Replicas == 0 ? Close(facts) ?? KeptTemplates.Displace(facts.Picture, level.Stable, Closed)
            : facts.Current != level.Stable
                ? new FleetStep.Refuse($"{facts.Workload.Name} gives {facts.Current ?? "an unknown revision"} to its pods and not {level.Stable}")
            : KeptTemplates.ForgetDisplaced(facts.Picture) ?? Open(facts, level) ?? KeptTemplates.Disown(facts.Picture);
    }

    /// <summary>The partition is where the stage has it for the size of this moment; what runs the revision below it goes back.</summary>
    private static FleetStep? Open(StatefulFacts facts, FleetTarget.Canaries level)
    {
        var partition = facts.PartitionFor(level.Count);
        if (facts.Workload.Partition != partition)
        {
            return partition < facts.Workload.Partition && !facts.HasReadyPod
                ? new FleetStep.Wait($"{facts.Workload.Name} has no ready pod to compare a canary with")
                : new FleetStep.Hold(new HoldField.Partition(partition, facts.Replicas), level.Revision);
        }

        return ReturnPods(facts, level.Stable, p => p.Place < partition, WayBackPace.Rolling)
            ?? Unstick(facts, p => p.Place >= partition, level.Revision);
    }

    /// <summary>The template is what is to run: the platform brings it to every pod, from the highest down.</summary>
    private static FleetStep? Promote(StatefulFacts facts, FleetTarget.Everywhere level, HoldMode hold)
    {
        if (!facts.IsAllOn(level.Revision))
        {
            var keep = KeptTemplates.BeforePromotion(facts.Picture, facts.Current, revision => facts.CopyOf(revision)?.Name);
            if (keep is not null && KeptTemplates.Stable(facts.Picture, keep.Revision) is null)
            {
                return keep;
            }

            return facts.Workload.Partition != 0 ? new FleetStep.Hold(new HoldField.Partition(0), level.Revision, keep)
                : facts.Workload.IsUnobserved ? new FleetStep.Wait("the cluster has not looked at the open partition yet")
                : (FleetStep?)Unstick(facts, _ => true, level.Revision) ?? new FleetStep.Wait($"{facts.Workload.Name} is rolling {level.Revision} out");
        }

        if (facts.Displaced is not null)
        {
            return facts.Replicas == 0 ? null
                : facts.IsWhole ? KeptTemplates.PutBack(facts.Picture, Closed)
                : new FleetStep.Wait($"not every pod of {level.Revision} is ready yet");
        }

        return KeptTemplates.KeepStable(facts.Picture, level.Revision, facts.CopyOf(level.Revision)?.Name)
            ?? KeptTemplates.ForgetDisplaced(facts.Picture)
            ?? KeptTemplates.Disown(facts.Picture)
            ?? Rest(facts, hold);
    }

    private static FleetStep.Hold? Rest(StatefulFacts facts, HoldMode hold) => hold switch
    {
        HoldMode.AtAdoption => Close(facts),
        HoldMode.ByPolicy => facts.Workload is { Partition: not 0, HoldDeclaredBy: null }
            ? new FleetStep.Hold(new HoldField.Partition(0), facts.Template) : null,
    };

    /// <summary>What is wanted waits in the template; pods that have it are deleted and come back on the current revision.</summary>
    private static FleetStep? TakeBack(StatefulFacts facts, FleetTarget.Everywhere level)
    {
        var kept = KeptTemplates.Stable(facts.Picture, level.Revision) is not null;
        if (facts.Current != level.Revision && !kept)
        {
            return new FleetStep.Refuse(
                $"the template of {facts.Workload.Name} is {facts.Template} now, and not {level.Revision}, which was ordered: nothing is changed");
        }

        return (FleetStep?)Close(facts)
            ?? (facts.Workload.IsUnobserved ? new FleetStep.Wait("the cluster has not looked at the closed partition yet") : null)
            ?? KeptTemplates.KeepStable(facts.Picture, level.Revision, facts.CopyOf(level.Revision)?.Name)
            ?? (facts.Replicas == 0 ? KeptTemplates.Displace(facts.Picture, level.Revision, Closed)
                : facts.Current != level.Revision ? KeptTemplates.Displace(facts.Picture, level.Revision, new HoldField.Partition(0))
                : ReturnPods(facts, level.Revision, _ => true, level.Pace))
            ?? KeptTemplates.ForgetDisplaced(facts.Picture)
            ?? KeptTemplates.Disown(facts.Picture);
    }

    /// <summary>Pods that do not run <paramref name="stable"/>: broken ones at once, the others one after another.</summary>
    private static FleetStep? ReturnPods(StatefulFacts facts, string stable, Func<(int Place, PodSnapshot Pod), bool> among, WayBackPace pace)
    {
        var astray = facts.Pods.Where(p => among(p) && facts.RevisionOf(p.Pod) is { } revision && revision != stable).Select(p => p.Pod).ToList();
        if (astray.Count == 0)
        {
            return null;
        }

        return astray.Find(p => !p.IsReady) is { } broken ? new FleetStep.DeletePod(broken.Name, broken.Uid)
            : facts.IsWhole || pace == WayBackPace.Urgent ? new FleetStep.DeletePod(astray[0].Name, astray[0].Uid)
            : new FleetStep.Wait($"{astray[0].Name} goes back to {stable} when every pod is ready");
    }

    /// <summary>An ordered set never moves a broken pod to a new template by itself: only its deletion does.</summary>
    private static FleetStep.DeletePod? Unstick(StatefulFacts facts, Func<(int Place, PodSnapshot Pod), bool> among, string revision) =>
        facts.Pods.Where(p => among(p) && !p.Pod.IsReady && facts.RevisionOf(p.Pod) is { } has && has != revision && p.Pod.Trouble?.Kind == PodTroubleKind.Refused)
            .Select(p => new FleetStep.DeletePod(p.Pod.Name, p.Pod.Uid)).FirstOrDefault();

    private static FleetStep.Hold? Close(StatefulFacts facts) =>
        facts.Workload.Partition == HoldField.Partition.Closed ? null : new FleetStep.Hold(Closed, facts.Template);

    private static FleetStep? Release(StatefulFacts facts, WorkloadTarget target)
    {
        var ours = facts.Workload.Claim == target.Claim;
        if (facts.Picture.IsGone || facts.Workload.IsTerminating || (!ours && facts.Workload.Claim is not null))
        {
            return KeptTemplates.ForgetAll(facts.Picture);
        }

        // Whatever an older look said: what is displaced is never forgotten, and the hold never left behind.
        return KeptTemplates.PutBack(facts.Picture, ours ? Closed : new HoldField.Partition(0))
            ?? (ours
                ? KeptTemplates.Disown(facts.Picture)
                    ?? new FleetStep.Release(facts.Workload.HoldDeclaredBy is null ? new HoldField.Partition(0) : null, facts.Workload.Version)
                : KeptTemplates.ForgetDisplaced(facts.Picture) ?? KeptTemplates.ForgetAll(facts.Picture));
    }
}
