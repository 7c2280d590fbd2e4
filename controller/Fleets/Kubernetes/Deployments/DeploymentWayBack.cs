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
        return facts.KeptStable(level.Revision) is { } kept
            ? Take(facts, level, kept.Name)
            : new FleetStep.Refuse(
                $"the template of {facts.Workload.Name} is {facts.Template} now, and not {level.Revision}, which was ordered: nothing is changed");
    }

    /// <summary>What is wanted waits in the template; nothing but stable runs.</summary>
    private static FleetStep? Held(DeploymentFacts facts, FleetTarget.Everywhere level) =>
        (facts.Workload.Paused ? null : new FleetStep.Hold(new HoldField.Paused(true), facts.Template))
        ?? DeploymentSteps.RemoveCanaries(facts, null)
        ?? DeploymentSteps.KeepStable(facts, level.Revision)
        ?? DeploymentSteps.ForgetDisplaced(facts, null)
        ?? DeploymentSteps.RemoveLeftover(facts, level.Revision)
        ?? DeploymentSteps.Disown(facts);

    /// <summary>The refused template is kept, then stable's takes its place: unpaused it rolls back without losing capacity.</summary>
    private static FleetStep Take(DeploymentFacts facts, FleetTarget.Everywhere level, string kept) =>
        DeploymentSteps.RemoveCanaries(facts, null)
        ?? (!facts.Picture.KeptAs(Marks.Displaced).Any(k => k.Revision == facts.Template)
            ? new FleetStep.Keep(Marks.Displaced, facts.Template, null)
            : DeploymentSteps.ForgetDisplaced(facts, facts.Template)
                ?? new FleetStep.WriteTemplate(kept, level.Revision, facts.Template, new HoldField.Paused(level.Pace == WayBackPace.Urgent)));
}
