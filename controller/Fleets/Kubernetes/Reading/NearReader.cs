using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>
/// Pictures of a workload as the server has it now, with all around it out of caches and what was written by us since. One request for one object, however
/// much else lies in its namespace: the lists of <see cref="ClusterReader"/> make a server go through all of it. One for each way to a level.
/// </summary>
internal sealed class NearReader(ClusterClient client, WorkloadCaches caches, WorkloadTarget target)
{
    private readonly List<ReplicaSetSnapshot> sets = [];
    private readonly List<RevisionSnapshot> kept = [];

    /// <summary>Null: the caches do not know, or the workload is gone or cannot be read. Then the server has to be asked for everything.</summary>
    public async ValueTask<WorkloadPicture?> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await client.Resources(SnapshotKinds.Of(target.Kind)).GetAsync(target.Key, cancellationToken);
        return answer.TryGet(out var workload, out _) && caches.ReadAround(target, workload) is Observed<WorkloadPicture>.Known { Value: var picture }
            ? picture with { ReplicaSets = With(picture.ReplicaSets, sets), Kept = With(picture.Kept, kept) }
            : null;
    }

    /// <summary>What a step made is known from now on, though no watch has told of it.</summary>
    public async ValueTask NoteAsync(FleetStep step, CancellationToken cancellationToken)
    {
        if ((step as FleetStep.Keep ?? (step as FleetStep.Hold)?.First) is { } keep
            && (await client.Resources(SnapshotKinds.Revisions).GetAsync(Key(keep.Role, keep.Revision), cancellationToken)).TryGet(out var revision, out _)
            && revision.KeptFor == target.Claim)
        {
            kept.Add(revision);
        }

        if (step is FleetStep.CreateCanary canary
            && (await client.Resources(SnapshotKinds.ReplicaSets).GetAsync(Key(Marks.Canary, canary.Revision), cancellationToken)).TryGet(out var set, out _)
            && set.CanaryOf == Marks.LabelValue(target.Name))
        {
            sets.Add(set);
        }
    }

    private ObjectKey Key(string role, string revision) => new(target.Namespace, Marks.NameOf(target.Name, role, revision));

    /// <summary>Caches go on: what they have of an object is used as soon as they have any of it.</summary>
    private static IReadOnlyList<T> With<T>(IReadOnlyList<T> cached, List<T> own)
        where T : ObjectSnapshot => own.Count == 0 ? cached : [.. cached, .. own.Where(o => cached.All(c => c.Uid != o.Uid)).DistinctBy(o => o.Uid)];
}
