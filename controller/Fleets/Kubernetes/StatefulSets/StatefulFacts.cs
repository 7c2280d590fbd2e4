using System.Globalization;
using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Kubernetes.StatefulSets;

/// <summary>A picture of a StatefulSet, sorted into what its rules ask for. Places count from 0, whatever the first ordinal is.</summary>
internal sealed class StatefulFacts(WorkloadPicture picture)
{
    private readonly Dictionary<string, string> revisions = picture.Revisions.ToDictionary(r => r.Name, r => r.Revision, StringComparer.Ordinal);

    public WorkloadPicture Picture => picture;

    public WorkloadSnapshot Workload => picture.Workload;

    public string Template => picture.Workload.Revision;

    public int Replicas => picture.Workload.Replicas;

    /// <summary>What pods below the partition get.</summary>
    public string? Current => picture.Workload.CurrentRevisionName is { } name ? revisions.GetValueOrDefault(name) : null;

    /// <summary>Pods in wanted places that are not ending, the highest first: the order in which the platform replaces them.</summary>
    public IReadOnlyList<(int Place, PodSnapshot Pod)> Pods { get; } =
    [
        .. picture.Pods.Where(p => !p.IsLeaving).Select(p => (Place: PlaceOf(p, picture.Workload), Pod: p))
            .Where(p => p.Place >= 0 && p.Place < picture.Workload.Replicas).OrderByDescending(p => p.Place),
    ];

    /// <summary>What the user wrote, while stable's template is in its place; null: what is there is the user's.</summary>
    public string? Displaced => picture.Workload.Displaced;

    public bool HasReadyPod => Pods.Any(p => p.Pod.IsReady);

    /// <summary>Every wanted pod is there, and ready.</summary>
    public bool IsWhole => !Workload.IsUnobserved && Pods.Count == Replicas && Pods.All(p => p.Pod.IsReady);

    public string? RevisionOf(PodSnapshot pod) => pod.RevisionHash is { } name ? revisions.GetValueOrDefault(name) : null;

    public string NameAt(int place) =>
        string.Create(CultureInfo.InvariantCulture, $"{Workload.Name}-{Workload.FirstOrdinal + place}");

    /// <summary>The platform's own copy of a template.</summary>
    public RevisionSnapshot? CopyOf(string revision) =>
        picture.Revisions.Where(r => r.Revision == revision).MaxBy(r => r.Number);

    /// <summary>From where on canaries are put: never all of the set.</summary>
    public int PartitionFor(int canaries) => Replicas - Math.Clamp(canaries, 0, Math.Max(0, Replicas - 1));

    /// <summary>Nothing but <paramref name="revision"/> runs, or comes where a pod is lost.</summary>
    public bool IsAllOn(string revision) =>
        Replicas == 0 ? Template == revision : Current == revision && Pods.All(p => RevisionOf(p.Pod) == revision);

    private static int PlaceOf(PodSnapshot pod, WorkloadSnapshot workload) =>
        pod.Name.StartsWith(workload.Name + "-", StringComparison.Ordinal)
        && int.TryParse(pod.Name[(workload.Name.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal - workload.FirstOrdinal : -1;
}
