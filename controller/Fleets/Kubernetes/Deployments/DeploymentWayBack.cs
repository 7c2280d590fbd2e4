using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes.Deployments;

/// <summary>Everything to a revision that the template is not: held on stable, or taken back in the middle of a promotion.</summary>
internal static class DeploymentWayBack
{
    public static FleetStep? Next(DeploymentFacts facts, FleetTarget.Everywhere level)
    {
        if (facts.ActiveBeside(level.Revision) is null)
        {
            return Held(facts, level);
        }

        // Only what has been stable may be put in a template's place: a judged revision whose template has moved on is never forced.
        return KeptTemplates.Stable(facts.Picture, level.Revision) is not null
            ? Take(facts, level)
            : new FleetStep.Refuse(
                $"the template of {facts.Workload.Name} is {facts.Template} now, and not {level.Revision}, which was ordered: nothing is changed");
    }

    /// <summary>What is wanted waits in the template; nothing but stable runs.</summary>
    private static FleetStep? Held(DeploymentFacts facts, FleetTarget.Everywhere level) =>
        (facts.Workload.Paused ? null : new FleetStep.Hold(new HoldField.Paused(true), facts.Template))
        ?? DeploymentSteps.RemoveCanaries(facts, null)
        ?? DeploymentSteps.KeepStable(facts, level.Revision)
        ?? KeptTemplates.ForgetDisplaced(facts.Picture)
        ?? DeploymentSteps.RemoveLeftover(facts, level.Revision)
        ?? KeptTemplates.Disown(facts.Picture);

    /// <summary>The refused template is kept, then stable's takes its place: unpaused it rolls back without losing capacity.</summary>
    private static FleetStep Take(DeploymentFacts facts, FleetTarget.Everywhere level) =>
        DeploymentSteps.RemoveCanaries(facts, null)
        ?? KeptTemplates.Displace(facts.Picture, level.Revision, new HoldField.Paused(level.Pace == WayBackPace.Urgent));
}
