using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Kubernetes.DaemonSets;

/// <summary>A picture of a DaemonSet, sorted into what its rules ask for. Its nodes are machines: a pod that is replaced leaves none.</summary>
internal sealed class DaemonFacts(WorkloadPicture picture)
{
    private readonly Dictionary<string, string> revisions =
        picture.Revisions.Where(r => r.Hash is not null).GroupBy(r => r.Hash!).ToDictionary(g => g.Key, g => g.First().Revision, StringComparer.Ordinal);

    public WorkloadPicture Picture => picture;

    public WorkloadSnapshot Workload => picture.Workload;

    public string Template => picture.Workload.Revision;

    public bool IsHeld => picture.Workload.Strategy == "OnDelete";

    /// <summary>The pod of each machine; one that is ending only where there is no other yet.</summary>
    public IReadOnlyDictionary<string, PodSnapshot> Pods { get; } = picture.Pods.Where(p => p.Machine is not null)
        .GroupBy(p => p.Machine!).ToDictionary(g => g.Key, g => g.OrderBy(p => p.IsLeaving).ThenBy(p => p.Name, StringComparer.Ordinal).First(), StringComparer.Ordinal);

    /// <summary>Pods that are not ending.</summary>
    public IEnumerable<PodSnapshot> Living => Pods.Values.Where(p => !p.IsLeaving);

    /// <summary>What the user wrote, while stable's template is in its place; null: what is there is the user's.</summary>
    public string? Displaced => picture.Workload.Displaced;

    /// <summary>The one revision besides the wanted one, or the wanted one where there is no other; null: several.</summary>
    public string? Running
    {
        get
        {
            var others = Living.Select(RevisionOf).Where(r => r is not null && r != Template).Distinct(StringComparer.Ordinal).Take(2).ToList();
            return others.Count == 0 ? Template : others.Count == 1 ? others[0] : null;
        }
    }

    /// <summary>Every machine that counts has its pod, ready.</summary>
    public bool IsWhole => !Workload.IsUnobserved && Living.Count() >= Workload.Replicas && Pods.Values.All(p => p is { IsReady: true, IsLeaving: false });

    public string? RevisionOf(PodSnapshot pod) => pod.RevisionHash is { } hash ? revisions.GetValueOrDefault(hash) : null;

    public bool IsAllOn(string revision) => Living.All(p => RevisionOf(p) == revision);

    /// <summary>The platform's own copy of a template.</summary>
    public RevisionSnapshot? CopyOf(string revision) => picture.Revisions.Where(r => r.Revision == revision).MaxBy(r => r.Number);

    /// <summary>
    /// The machines that have a pod or are to have one, spread over the zones: the first of each zone, then the second of each.
    /// Which machines a DaemonSet wants is known by its selector and their number; taints are not looked at.
    /// </summary>
    public IEnumerable<(string Name, MachineSnapshot? Machine)> Machines()
    {
        var known = picture.Machines.ToDictionary(m => m.Name, StringComparer.Ordinal);
        var empty = known.Values.Where(m => !Pods.ContainsKey(m.Name)
            && Workload.MachineSelector.All(s => m.Labels.TryGetValue(s.Key, out var value) && value == s.Value));
        return Pods.Keys
            .Concat(empty.Select(m => m.Name).Order(StringComparer.Ordinal).Take(Math.Max(0, Workload.Replicas - Pods.Count)))
            .Select(name => (Name: name, Machine: known.GetValueOrDefault(name)))
            .GroupBy(m => m.Machine?.Zone ?? "")
            .SelectMany(zone => zone.OrderBy(m => m.Name, StringComparer.Ordinal).Select((m, i) => (m.Name, m.Machine, Rank: i, Zone: zone.Key)))
            .OrderBy(m => m.Rank).ThenBy(m => m.Zone, StringComparer.Ordinal)
            .Select(m => (m.Name, m.Machine));
    }
}
