using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes;

/// <summary>Pods as nodes of a fleet.</summary>
internal static class PodNodes
{
    public static ObservedNode Of(PodSnapshot pod, string? revision) =>
        new(pod.Name, revision, pod.IsReady, pod.Trouble?.Reason) { Instance = pod.Instance };

    /// <summary>Oldest first; of one second by name.</summary>
    public static IOrderedEnumerable<PodSnapshot> ByAge(this IEnumerable<PodSnapshot> pods) =>
        pods.OrderBy(p => p.Metadata?.CreationTimestamp).ThenBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>Wanted nodes that have no pod.</summary>
    public static IEnumerable<ObservedNode> Absent(string workload, int count) =>
        Enumerable.Range(1, Math.Max(0, count)).Select(i => new ObservedNode($"{workload}#{i}", null, false, "no pod yet"));
}
