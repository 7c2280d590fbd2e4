using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes.Deployments;

/// <summary>What the rollout's finalizer does. A workload that is going takes everything with it but the canary.</summary>
internal static class DeploymentRelease
{
    /// <summary>The canary goes, what we changed is as it was, and the label that the policies go by goes in the request that lets go.</summary>
    public static FleetStep? Next(DeploymentFacts facts, WorkloadTarget target)
    {
        if (DeploymentSteps.RemoveCanaries(facts, null) is { } canary)
        {
            return canary;
        }

        var workload = facts.Workload;
        var ours = workload.Claim == target.Claim;
        if (facts.Picture.IsGone || workload.IsTerminating || (!ours && workload.Claim is not null))
        {
            return KeptTemplates.ForgetAll(facts.Picture);
        }

        // Whatever an older look said: what is displaced is never forgotten, and the hold never left behind.
        return KeptTemplates.PutBack(facts.Picture, new HoldField.Paused(ours))
            ?? (ours
                ? KeptTemplates.Disown(facts.Picture)
                    ?? new FleetStep.Release(workload.HoldDeclaredBy is null ? new HoldField.Paused(false) : null, workload.Version)
                : KeptTemplates.ForgetDisplaced(facts.Picture) ?? KeptTemplates.ForgetAll(facts.Picture));
    }

    /// <summary>Ours without owners, so that they outlive the rollout; the workload as it is.</summary>
    public static FleetStep? Orphan(DeploymentFacts facts, WorkloadTarget target) =>
        facts.OurCanaries.FirstOrDefault(c => c.Controller == target.Owner.Uid && !c.IsTerminating) is { } canary
            ? new FleetStep.OrphanSet(canary.Name, canary.Uid) : KeptTemplates.Orphan(facts.Picture, target);
}
