using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes.Deployments;

/// <summary>Everything to the revision that the template has: a promotion, the second half of a way back, or rest.</summary>
internal static class DeploymentPromotion
{
    public static FleetStep? Next(DeploymentFacts facts, FleetTarget.Everywhere level, HoldMode hold)
    {
        if (DeploymentSteps.RemoveCanaries(facts, level.Revision) is { } superseded)
        {
            return superseded;
        }

        return facts.ActiveBeside(level.Revision) is { } other || (facts.Active.Count == 0 && facts.Workload.Replicas > 0)
            ? Roll(facts, level)
            : Rest(facts, level, hold);
    }

    /// <summary>Something else runs still, or nothing does yet.</summary>
    private static FleetStep Roll(DeploymentFacts facts, FleetTarget.Everywhere level)
    {
        var replaced = facts.Active.Where(s => s.Revision != level.Revision).MaxBy(s => s.Replicas);
        if (replaced is not null && !facts.Picture.KeptAs(Marks.Stable).Any())
        {
            return new FleetStep.Keep(Marks.Stable, replaced.Revision, replaced.Name);
        }

        if (!facts.Workload.Paused)
        {
            return new FleetStep.Wait($"{facts.Workload.Name} is rolling {level.Revision} out");
        }

        return level.Pace == WayBackPace.Urgent && replaced is not null && facts.Picture.KeptAs(Marks.Displaced).Any()
            ? new FleetStep.ScaleSet(replaced.Name, replaced.Uid, 0)
            : new FleetStep.Hold(new HoldField.Paused(false), level.Revision);
    }

    /// <summary>Nothing else runs. The canary goes when what replaces it is available; what a way back displaced comes back, held.</summary>
    private static FleetStep? Rest(DeploymentFacts facts, FleetTarget.Everywhere level, HoldMode hold)
    {
        var complete = facts.IsComplete(level.Revision);
        var displaced = facts.Picture.KeptAs(Marks.Displaced).ToList();
        if (!complete && (facts.OurCanaries.Count > 0 || displaced.Count > 0))
        {
            return new FleetStep.Wait($"not every pod of {level.Revision} is available yet");
        }

        return DeploymentSteps.RemoveCanaries(facts, null)
            ?? PutBack(facts, level, displaced)
            ?? DeploymentSteps.KeepStable(facts, level.Revision)
            ?? DeploymentSteps.Disown(facts)
            ?? Hold(facts, level, hold);
    }

    /// <summary>The refused template goes back to where the user wrote it, held; its set first, so that it can start nowhere.</summary>
    private static FleetStep? PutBack(DeploymentFacts facts, FleetTarget.Everywhere level, List<RevisionSnapshot> displaced)
    {
        if (displaced.Count == 0)
        {
            return null;
        }

        var last = displaced.OrderByDescending(d => d.Metadata?.CreationTimestamp).ThenBy(d => d.Name, StringComparer.Ordinal).First();
        return DeploymentSteps.ForgetDisplaced(facts, last.Revision)
            ?? (facts.Sets.FirstOrDefault(s => s is { Replicas: 0, IsTerminating: false } && s.Revision == last.Revision) is { } set
                ? new FleetStep.DeleteSet(set.Name, set.Uid, set.Metadata?.ResourceVersion)
                : new FleetStep.WriteTemplate(last.Name, last.Revision, level.Revision, new HoldField.Paused(true)));
    }

    private static FleetStep.Hold? Hold(DeploymentFacts facts, FleetTarget.Everywhere level, HoldMode hold) => hold switch
    {
        HoldMode.AtAdoption => facts.Workload.Paused ? null : new FleetStep.Hold(new HoldField.Paused(true), level.Revision),
        HoldMode.ByPolicy => facts.Workload is { Paused: true, HoldDeclaredBy: null } ? new FleetStep.Hold(new HoldField.Paused(false), level.Revision) : null,
    };
}
