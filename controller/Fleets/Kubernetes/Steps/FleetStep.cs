namespace Rollout.Fleets.Kubernetes.Steps;

/// <summary>One write towards a level. Each names what it was decided on, and is refused where that is no more so.</summary>
internal abstract record FleetStep
{
    private FleetStep()
    {
    }

    /// <summary>Nothing can be done just now: the platform is at work, or something must come first.</summary>
    public sealed record Wait(string Why) : FleetStep;

    /// <summary>Nothing may be done.</summary>
    public sealed record Refuse(string Why) : FleetStep;

    /// <summary>Our label on the workload.</summary>
    public sealed record Claim(string ResourceVersion) : FleetStep;

    /// <summary>Holds or lets go a workload whose template is <paramref name="Template"/>.</summary>
    public sealed record Hold(HoldField Field, string Template) : FleetStep;

    /// <summary>A ReplicaSet with the workload's template.</summary>
    public sealed record CreateCanary(string Revision, int Replicas) : FleetStep;

    public sealed record ScaleSet(string Name, string Uid, int Replicas) : FleetStep;

    /// <summary>A canary that nobody owns becomes ours.</summary>
    public sealed record AdoptSet(string Name, string Uid) : FleetStep;

    /// <param name="ResourceVersion">Null: whatever was written to it since.</param>
    public sealed record DeleteSet(string Name, string Uid, string? ResourceVersion) : FleetStep;

    /// <summary>A copy of a template, of the workload or of one of its ReplicaSets or ControllerRevisions.</summary>
    /// <param name="From">Name of the ReplicaSet or ControllerRevision; null: the workload.</param>
    public sealed record Keep(string Role, string Revision, string? From) : FleetStep;

    public sealed record Forget(string Name, string Uid) : FleetStep;

    /// <summary>A kept template in place of the workload's.</summary>
    /// <param name="Kept">Name of the ControllerRevision of ours that has it.</param>
    /// <param name="Revision">What it must be.</param>
    /// <param name="Displacing">What the workload's must be.</param>
    /// <param name="Field">Held with it, or let go.</param>
    public sealed record WriteTemplate(string Kept, string Revision, string Displacing, HoldField Field) : FleetStep;

    /// <summary>Our note as a writer of the template goes, so that the user's next server-side apply meets no conflict.</summary>
    public sealed record Disown : FleetStep;

    public sealed record DeletePod(string Name, string Uid) : FleetStep;

    /// <summary>The workload without our label, and let go in the same request where the hold was ours.</summary>
    public sealed record Release(HoldField? Field) : FleetStep;

    /// <summary>What is ours stays behind without an owner.</summary>
    public sealed record OrphanSet(string Name, string Uid) : FleetStep;
}
