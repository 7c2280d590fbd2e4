using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Kubernetes.Deployments;

/// <summary>A picture of a Deployment, sorted into what its rules ask for.</summary>
internal sealed class DeploymentFacts(WorkloadPicture picture, WorkloadTarget target)
{
    public WorkloadPicture Picture => picture;

    public WorkloadSnapshot Workload => picture.Workload;

    public string Template => picture.Workload.Revision;

    /// <summary>Its own ReplicaSets.</summary>
    public IReadOnlyList<ReplicaSetSnapshot> Sets { get; } =
        [.. picture.ReplicaSets.Where(s => s.CanaryOf is null && s.Controller == picture.Workload.Uid && s.Controller.Length > 0)];

    /// <summary>Those that have, or are to have, pods: the one that runs, or those of a rollout in the middle. Never "the highest revision".</summary>
    public IReadOnlyList<ReplicaSetSnapshot> Active => field ??= [.. Sets.Where(s => s.Replicas > 0)];

    /// <summary>Canaries for this workload, whoever made them.</summary>
    public IReadOnlyList<ReplicaSetSnapshot> Canaries { get; } =
        [.. picture.ReplicaSets.Where(s => s.CanaryOf == Marks.LabelValue(target.Name))];

    /// <summary>Ours: owned by this rollout, or left behind by one that let go.</summary>
    public IReadOnlyList<ReplicaSetSnapshot> OurCanaries => field ??= [.. Canaries.Where(c => c.Controller is null || c.Controller == target.Owner.Uid)];

    /// <summary>What is left of canaries and has no owner any more, or another one.</summary>
    public ReplicaSetSnapshot? ForeignCanary => Canaries.FirstOrDefault(c => c.Controller is not null && c.Controller != target.Owner.Uid);

    /// <summary>The one revision of everything active, or null.</summary>
    public string? RunningRevision => Active.Count > 0 && Active.All(s => s.Revision == Active[0].Revision) ? Active[0].Revision : null;

    /// <summary>A set that runs something else than <paramref name="revision"/>.</summary>
    public ReplicaSetSnapshot? ActiveBeside(string revision) => Active.FirstOrDefault(s => s.Revision != revision);

    public ReplicaSetSnapshot? SetOf(string revision) =>
        Sets.Where(s => s.Revision == revision && !s.IsTerminating).OrderByDescending(s => s.Replicas).FirstOrDefault();

    /// <summary>What the user wrote, while a way back has stable's template in its place; null: what is there is the user's.</summary>
    public string? Displaced => picture.Workload.Displaced;

    /// <summary>Pods of its own sets that are neither ending nor ended.</summary>
    public IReadOnlyList<PodSnapshot> OwnPods => field ??= PodsOf(Sets);

    public bool HasReadyPod => OwnPods.Any(p => p.IsReady);

    /// <summary>All that are wanted of <paramref name="revision"/> are there and available, and nothing else is wanted.</summary>
    public bool IsComplete(string revision) =>
        !Workload.IsUnobserved && ActiveBeside(revision) is null
        && (Workload.Replicas == 0 || (SetOf(revision) is { } set && set.Replicas == Workload.Replicas && set.Available >= set.Replicas));

    public IReadOnlyList<PodSnapshot> PodsOf(IEnumerable<ReplicaSetSnapshot> sets)
    {
        var uids = sets.Select(s => s.Uid).ToHashSet(StringComparer.Ordinal);
        return [.. picture.Pods.Where(p => !p.IsLeaving && p.Controller is { } owner && uids.Contains(owner)).ByAge()];
    }

    /// <summary>
    /// Empty sets that a held Deployment would take up when it is scaled to zero and back: that of the pending template, else the youngest
    /// (kubernetes-workloads.md 1, hole A). Stable's own is none of them.
    /// </summary>
    public ReplicaSetSnapshot? Leftover(string stable)
    {
        var born = SetOf(stable)?.Metadata?.CreationTimestamp;
        return Sets.FirstOrDefault(s => s.Replicas == 0 && s.Revision != stable && !s.IsTerminating
            && (s.Revision == Template || (born is { } time && s.Metadata?.CreationTimestamp >= time)));
    }
}
