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
        if (facts.Picture.IsGone || workload.IsTerminating)
        {
            return ForgetAll(facts);
        }

        var ours = workload.Claim == target.Claim;
        if (!ours && workload.Claim is not null)
        {
            return ForgetAll(facts);
        }

        // Whatever an older look said: what is displaced is never forgotten, and the hold never left behind.
        var displaced = facts.Picture.KeptAs(Marks.Displaced).FirstOrDefault(k => k.Revision == facts.Displaced);
        return displaced is not null
            ? new FleetStep.WriteTemplate(displaced.Name, displaced.Revision, facts.Template, new HoldField.Paused(ours))
            : !ours ? ForgetAll(facts)
            : DeploymentSteps.Disown(facts) ?? new FleetStep.Release(workload.HoldDeclaredBy is null ? new HoldField.Paused(false) : null);
    }

    /// <summary>Ours without owners, so that they outlive the rollout; the workload as it is.</summary>
    public static FleetStep? Orphan(DeploymentFacts facts, WorkloadTarget target) =>
        facts.OurCanaries.FirstOrDefault(c => c.Controller == target.Owner.Uid && !c.IsTerminating) is { } canary
            ? new FleetStep.OrphanSet(canary.Name, canary.Uid) : null;

    private static FleetStep.Forget? ForgetAll(DeploymentFacts facts) =>
        facts.Picture.Kept.FirstOrDefault(k => k.Role is not null && k.Metadata?.DeletionTimestamp is null) is { } kept
            ? new FleetStep.Forget(kept.Name, kept.Uid) : null;
}
