using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes.DaemonSets;

/// <summary>The next write that brings a DaemonSet towards a level; null: it is there (design section 4.1). Pure.</summary>
internal static class DaemonSteps
{
    private static readonly HoldField.OnDelete Held = new(true);

    public static FleetStep? Next(WorkloadPicture picture, WorkloadTarget target, FleetTarget level, HoldMode hold)
    {
        var facts = new DaemonFacts(picture);
        return level switch
        {
            FleetTarget.Orphaned => KeptTemplates.Orphan(picture, target),
            FleetTarget.Released => Release(facts, target),
            _ when picture.IsGone || picture.Workload.IsTerminating => null,
            _ when WorkloadProblems.ClaimedByOther(picture.Workload, target) is { } other => new FleetStep.Refuse($"{target} {other}"),
            FleetTarget.Still => facts.IsAllOn(facts.Template) ? null : Hold(facts),
            _ when picture.Workload.Claim is null => new FleetStep.Claim(picture.Workload.Version),
            FleetTarget.Canaries canaries => Canaries(facts, canaries),
            FleetTarget.Everywhere all when facts.Template == all.Revision => Promote(facts, all, hold),
            FleetTarget.Everywhere all => TakeBack(facts, all),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };
    }

    private static FleetStep? Canaries(DaemonFacts facts, FleetTarget.Canaries level)
    {
        if (facts.Displaced == level.Revision && facts.Template == level.Stable)
        {
            return Hold(facts) ?? KeptTemplates.PutBack(facts.Picture, Held);
        }

        if (facts.Template != level.Revision)
        {
            return new FleetStep.Refuse($"the template of {facts.Workload.Name} is {facts.Template} and not {level.Revision} any more");
        }

        return Hold(facts)
            ?? KeptTemplates.KeepStable(facts.Picture, level.Stable, facts.CopyOf(level.Stable)?.Name)
            ?? KeptTemplates.ForgetDisplaced(facts.Picture)
            ?? ForgetReturned(facts, null)
            ?? Replace(facts, level)
            ?? KeptTemplates.Disown(facts.Picture);
    }

    /// <summary>One machine after another: at most one of a stage's is without a ready pod because of us.</summary>
    private static FleetStep? Replace(DaemonFacts facts, FleetTarget.Canaries level)
    {
        var old = level.Names.Select(n => facts.Pods.GetValueOrDefault(n)).OfType<PodSnapshot>()
            .Where(p => !p.IsLeaving && facts.RevisionOf(p) is { } revision && revision != level.Revision).ToList();
        if (old.Count == 0)
        {
            return null;
        }

        var inWork = level.Names.FirstOrDefault(n => !facts.Pods.TryGetValue(n, out var pod) || pod.IsLeaving || !pod.IsReady);
        return old.Find(p => !p.IsReady) is { } broken ? Delete(broken)
            : inWork is not null ? new FleetStep.Wait($"the pod on {inWork} is not ready yet")
            : facts.Living.Any(p => p.IsReady && !level.Names.Contains(p.Machine!, StringComparer.Ordinal)) ? Delete(old[0])
            : new FleetStep.Wait($"{facts.Workload.Name} has no ready pod to compare a canary with");
    }

    /// <summary>The template is what is to run. In a promotion the user's own strategy brings it everywhere; on a way back its pods are
    /// deleted by us.</summary>
    private static FleetStep? Promote(DaemonFacts facts, FleetTarget.Everywhere level, HoldMode hold)
    {
        if (!facts.IsAllOn(level.Revision))
        {
            if (facts.Displaced is not null)
            {
                return Hold(facts) ?? Return(facts, level);
            }

            var keep = KeptTemplates.BeforePromotion(facts.Picture, facts.Running, revision => facts.CopyOf(revision)?.Name);
            if (keep is not null && KeptTemplates.Stable(facts.Picture, keep.Revision) is null)
            {
                return keep;
            }

            return facts.IsHeld ? new FleetStep.Hold(new HoldField.OnDelete(false), level.Revision, keep)
                : new FleetStep.Wait($"{facts.Workload.Name} is rolling {level.Revision} out");
        }

        if (!facts.IsWhole && !facts.IsHeld)
        {
            return new FleetStep.Wait($"not every pod of {level.Revision} is ready yet");
        }

        return KeptTemplates.KeepStable(facts.Picture, level.Revision, facts.CopyOf(level.Revision)?.Name)
            ?? NoteReturned(facts)
            ?? KeptTemplates.ForgetDisplaced(facts.Picture)
            ?? KeptTemplates.Disown(facts.Picture)
            ?? hold switch
            {
                HoldMode.AtAdoption => Hold(facts),
                HoldMode.ByPolicy => facts is { IsHeld: true, Displaced: null } ? new FleetStep.Hold(new HoldField.OnDelete(false), level.Revision) : null,
            };
    }

    /// <summary>
    /// Pods come back on the template of the moment, so stable's takes its place, once for each revision: where somebody brings the refused one
    /// back that is held and said, not fought. While no pod has it, nothing is written.
    /// </summary>
    private static FleetStep? TakeBack(DaemonFacts facts, FleetTarget.Everywhere level)
    {
        var astray = !facts.IsAllOn(level.Revision);
        if (astray && KeptTemplates.Stable(facts.Picture, level.Revision) is null)
        {
            return new FleetStep.Refuse(
                $"the template of {facts.Workload.Name} is {facts.Template} now, and not {level.Revision}, which was ordered: nothing is changed");
        }

        if (Hold(facts) is { } hold)
        {
            return hold;
        }

        if (!astray)
        {
            return KeptTemplates.KeepStable(facts.Picture, level.Revision, facts.CopyOf(level.Revision)?.Name)
                ?? KeptTemplates.ForgetDisplaced(facts.Picture)
                ?? KeptTemplates.Disown(facts.Picture);
        }

        return facts.Picture.KeptAs(Marks.Returned).Any(k => k.Revision == facts.Template)
            ? new FleetStep.Refuse(
                $"{facts.Template} was taken out of the template of {facts.Workload.Name} once and is back: pods that are lost get it; "
                + "write another template, or order a retry")
            : KeptTemplates.Displace(facts.Picture, level.Revision, Held);
    }

    /// <summary>Pods that do not run the revision: broken ones at once, the others one after another.</summary>
    private static FleetStep? Return(DaemonFacts facts, FleetTarget.Everywhere level)
    {
        if (facts.Workload.IsUnobserved)
        {
            return new FleetStep.Wait("the cluster has not looked at stable's template yet");
        }

        var astray = facts.Living.Where(p => facts.RevisionOf(p) is { } revision && revision != level.Revision)
            .OrderBy(p => p.Machine, StringComparer.Ordinal).ToList();
        return astray.Find(p => !p.IsReady) is { } broken ? Delete(broken)
            : astray.Count > 0 && (facts.IsWhole || level.Pace == WayBackPace.Urgent) ? Delete(astray[0])
            : new FleetStep.Wait("the pods of the refused revision go back one after another");
    }

    private static FleetStep? NoteReturned(DaemonFacts facts) =>
        facts.Displaced is { } displaced && !facts.Picture.KeptAs(Marks.Returned).Any(k => k.Revision == displaced)
            ? new FleetStep.Keep(Marks.Returned, displaced, Marks.NameOf(facts.Workload.Name, Marks.Displaced, displaced))
            : ForgetReturned(facts, facts.Displaced, onlyBeside: facts.Displaced is not null);

    private static FleetStep.Forget? ForgetReturned(DaemonFacts facts, string? but, bool onlyBeside = true) =>
        onlyBeside && facts.Picture.KeptAs(Marks.Returned).FirstOrDefault(k => k.Revision != but) is { } kept
            ? new FleetStep.Forget(kept.Name, kept.Uid) : null;

    private static FleetStep.Hold? Hold(DaemonFacts facts) => facts.IsHeld ? null : new FleetStep.Hold(Held, facts.Template);

    private static FleetStep.DeletePod Delete(PodSnapshot pod) => new(pod.Name, pod.Uid);

    private static FleetStep? Release(DaemonFacts facts, WorkloadTarget target)
    {
        var ours = facts.Workload.Claim == target.Claim;
        if (facts.Picture.IsGone || facts.Workload.IsTerminating || (!ours && facts.Workload.Claim is not null))
        {
            return KeptTemplates.ForgetAll(facts.Picture);
        }

        // Whatever an older look said: what is displaced is never forgotten, and the hold never left behind.
        return KeptTemplates.PutBack(facts.Picture, new HoldField.OnDelete(ours))
            ?? (ours
                ? KeptTemplates.Disown(facts.Picture) ?? new FleetStep.Release(new HoldField.OnDelete(false), facts.Workload.Version)
                : KeptTemplates.ForgetDisplaced(facts.Picture) ?? KeptTemplates.ForgetAll(facts.Picture));
    }
}
