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
        var keep = KeptTemplates.BeforePromotion(facts.Picture, replaced?.Revision, revision => facts.SetOf(revision)?.Name);
        if (keep is not null && KeptTemplates.Stable(facts.Picture, keep.Revision) is null)
        {
            return keep;
        }

        if (!facts.Workload.Paused)
        {
            return new FleetStep.Wait($"{facts.Workload.Name} is rolling {level.Revision} out");
        }

        return level.Pace == WayBackPace.Urgent && replaced is not null && facts.Displaced is not null
            ? new FleetStep.ScaleSet(replaced.Name, replaced.Uid, 0)
            : new FleetStep.Hold(new HoldField.Paused(false), level.Revision, keep);
    }

    /// <summary>Nothing else runs. The canary goes when what replaces it is available; what a way back displaced comes back, held.</summary>
    private static FleetStep? Rest(DeploymentFacts facts, FleetTarget.Everywhere level, HoldMode hold)
    {
        var complete = facts.IsComplete(level.Revision);
        if (!complete && (facts.OurCanaries.Count > 0 || facts.Displaced is not null))
        {
            return new FleetStep.Wait($"not every pod of {level.Revision} is available yet");
        }

        return DeploymentSteps.RemoveCanaries(facts, null)
            ?? PutBack(facts)
            ?? KeptTemplates.ForgetDisplaced(facts.Picture)
            ?? DeploymentSteps.KeepStable(facts, level.Revision)
            ?? KeptTemplates.Disown(facts.Picture)
            ?? Hold(facts, level, hold);
    }

    /// <summary>The refused template goes back to where the user wrote it, held; its set first, so that it can start nowhere.</summary>
    private static FleetStep? PutBack(DeploymentFacts facts) =>
        facts.Sets.FirstOrDefault(s => s is { Replicas: 0, IsTerminating: false } && s.Revision == facts.Displaced) is { } set
            ? new FleetStep.DeleteSet(set.Name, set.Uid, set.Metadata?.ResourceVersion)
            : KeptTemplates.PutBack(facts.Picture, new HoldField.Paused(true));

    private static FleetStep.Hold? Hold(DeploymentFacts facts, FleetTarget.Everywhere level, HoldMode hold) => hold switch
    {
        HoldMode.AtAdoption => facts.Workload.Paused ? null : new FleetStep.Hold(new HoldField.Paused(true), level.Revision),
        HoldMode.ByPolicy => facts.Workload is { Paused: true, HoldDeclaredBy: null } ? new FleetStep.Hold(new HoldField.Paused(false), level.Revision) : null,
    };
}
