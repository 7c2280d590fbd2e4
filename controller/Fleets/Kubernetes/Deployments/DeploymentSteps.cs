using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;

namespace Rollout.Fleets.Kubernetes.Deployments;

/// <summary>
/// The next write that brings a Deployment towards a level; null: it is there. Pure: whatever was cut off is found in the picture again, and
/// the step that follows is the same (design section 4.1).
/// </summary>
internal static class DeploymentSteps
{
    public static FleetStep? Next(WorkloadPicture picture, WorkloadTarget target, FleetTarget level, HoldMode hold)
    {
        var facts = new DeploymentFacts(picture, target);
        return level switch
        {
            FleetTarget.Orphaned => DeploymentRelease.Orphan(facts, target),
            FleetTarget.Released => DeploymentRelease.Next(facts, target),
            _ when picture.IsGone || picture.Workload.IsTerminating => RemoveCanaries(facts, null),
            _ when Foreign(facts, target) is { } refused => refused,
            FleetTarget.Still => Still(facts),
            _ when picture.Workload.Claim is null => new FleetStep.Claim(picture.Workload.Version),
            FleetTarget.Canaries canaries => Canaries(facts, target, canaries),
            FleetTarget.Everywhere all when facts.Template == all.Revision => DeploymentPromotion.Next(facts, all, hold),
            FleetTarget.Everywhere all => DeploymentWayBack.Next(facts, all),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };
    }

    /// <summary>Ours that have another revision than <paramref name="but"/> go; with null all do.</summary>
    public static FleetStep? RemoveCanaries(DeploymentFacts facts, string? but) =>
        facts.OurCanaries.FirstOrDefault(c => c.Revision != but && !c.IsTerminating) is { } canary
            ? new FleetStep.DeleteSet(canary.Name, canary.Uid, null) : null;

    public static FleetStep? KeepStable(DeploymentFacts facts, string stable) =>
        KeptTemplates.KeepStable(facts.Picture, stable, facts.SetOf(stable)?.Name);

    public static FleetStep? RemoveLeftover(DeploymentFacts facts, string stable) =>
        facts.Leftover(stable) is { } set ? new FleetStep.DeleteSet(set.Name, set.Uid, set.Metadata?.ResourceVersion) : null;

    /// <summary>What must not be touched because it is another's.</summary>
    private static FleetStep.Refuse? Foreign(DeploymentFacts facts, WorkloadTarget target) =>
        WorkloadProblems.ClaimedByOther(facts.Workload, target) is { } other ? new FleetStep.Refuse($"{target} {other}")
        : facts.ForeignCanary is { } canary
            ? new FleetStep.Refuse($"ReplicaSet {canary.Name} is a canary of {target.Name}, but not of this rollout; delete it")
        : null;

    private static FleetStep.Hold? Still(DeploymentFacts facts) =>
        !facts.Workload.Paused && facts.ActiveBeside(facts.Template) is not null ? new FleetStep.Hold(new HoldField.Paused(true), facts.Template) : null;

    private static FleetStep? Canaries(DeploymentFacts facts, WorkloadTarget target, FleetTarget.Canaries level)
    {
        if (facts.Template != level.Revision)
        {
            return new FleetStep.Refuse($"the template of {target.Name} is {facts.Template} and not {level.Revision} any more");
        }

        if (facts.ActiveBeside(level.Stable) is { } other)
        {
            return new FleetStep.Refuse($"ReplicaSet {other.Name} runs {other.Revision} beside {level.Stable}: {target.Name} is not held");
        }

        return (facts.Workload.Paused ? null : new FleetStep.Hold(new HoldField.Paused(true), facts.Template))
            ?? KeepStable(facts, level.Stable)
            ?? KeptTemplates.ForgetDisplaced(facts.Picture)
            ?? RemoveLeftover(facts, level.Stable)
            ?? RemoveCanaries(facts, level.Revision)
            ?? Size(facts, target, level)
            ?? KeptTemplates.Disown(facts.Picture);
    }

    /// <summary>The canary's ReplicaSet, as large as the stage; it follows the workload to zero.</summary>
    private static FleetStep? Size(DeploymentFacts facts, WorkloadTarget target, FleetTarget.Canaries level)
    {
        var wanted = facts.Workload.Replicas == 0 ? 0 : level.Count;
        var name = Marks.NameOf(target.Name, Marks.Canary, level.Revision);
        if (facts.OurCanaries.FirstOrDefault(c => c.Name == name) is not { } canary)
        {
            return wanted == 0 ? null
                : facts.HasReadyPod ? new FleetStep.CreateCanary(level.Revision, wanted)
                : new FleetStep.Wait($"{target.Name} has no ready pod to compare a canary with");
        }

        return canary.IsTerminating ? new FleetStep.Wait($"ReplicaSet {canary.Name} of an earlier try is still going")
            : canary.Controller is null ? new FleetStep.AdoptSet(canary.Name, canary.Uid)
            : canary.Replicas == wanted ? null
            : canary.Replicas < wanted && !facts.HasReadyPod
                ? new FleetStep.Wait($"{target.Name} has no ready pod to compare more canaries with")
            : new FleetStep.ScaleSet(canary.Name, canary.Uid, wanted);
    }
}
