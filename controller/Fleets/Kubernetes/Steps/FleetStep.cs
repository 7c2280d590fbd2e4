namespace Rollout.Fleets.Kubernetes.Steps;

/// <summary>One write towards a level. Each names what it was decided on, and is refused where that is no more so.</summary>
internal abstract record FleetStep
{
    private FleetStep()
    {
    }

    /// <summary>
    /// It writes another object than the workload, and is right only while the workload is as it was seen: which is made sure of by a write that
    /// changes nothing, since a read may show the past.
    /// </summary>
    public bool NeedsTheWorkloadAsSeen => this is ScaleSet or DeleteSet or Forget or DeletePod;

    /// <summary>
    /// It may be taken on the word of a cache: it takes nothing away and lets nothing go, and its own request tests what it depends on. Any other is
    /// decided anew on what the server says in this moment.
    /// </summary>
    public bool MayBeTakenByCaches => this is Wait or Claim or Keep or CreateCanary
        or Hold { Field: HoldField.Paused { Value: true } or HoldField.Partition { Value: HoldField.Partition.Closed } or HoldField.OnDelete { Value: true } };

    /// <summary>Nothing can be done just now: the platform is at work, or something must come first.</summary>
    public sealed record Wait(string Why) : FleetStep;

    /// <summary>Nothing may be done.</summary>
    public sealed record Refuse(string Why) : FleetStep;

    /// <summary>Our label on the workload.</summary>
    public sealed record Claim(string ResourceVersion) : FleetStep;

    /// <summary>Holds or lets go a workload whose template is <paramref name="Template"/>.</summary>
    /// <param name="First">What must be kept before it is let go, whatever was seen.</param>
    public sealed record Hold(HoldField Field, string Template, Keep? First = null) : FleetStep;

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

    /// <param name="First">What takes its place, and must be kept before it goes, whatever was seen.</param>
    public sealed record Forget(string Name, string Uid, Keep? First = null) : FleetStep;

    /// <summary>The workload's template is kept, then stable's is written in its place, with the note of it.</summary>
    /// <param name="Stable">What is kept as <see cref="Marks.Stable"/> and comes.</param>
    /// <param name="Template">What the workload has, and goes.</param>
    /// <param name="Field">Held with it, or let go.</param>
    public sealed record Displace(string Stable, string Template, HoldField Field) : FleetStep;

    /// <summary>What was displaced comes back where the user wrote it, and the note goes.</summary>
    public sealed record PutBack(Displacement Note, HoldField Field) : FleetStep;

    /// <summary>The note of a displacement goes, while the template is <paramref name="Template"/>.</summary>
    public sealed record Unmark(Displacement Note, string Template) : FleetStep;

    /// <summary>Our note as a writer of the template goes, so that the user's next server-side apply meets no conflict.</summary>
    public sealed record Disown : FleetStep;

    public sealed record DeletePod(string Name, string Uid) : FleetStep;

    /// <summary>The workload without our label, and let go in the same request where the hold was ours.</summary>
    public sealed record Release(HoldField? Field, string ResourceVersion) : FleetStep;

    /// <summary>What is ours stays behind without an owner.</summary>
    public sealed record OrphanSet(string Name, string Uid) : FleetStep;
}
