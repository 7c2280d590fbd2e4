namespace Rollout.Planning;

/// <summary>What of the fleet a rule may want to know, seen against what is recorded.</summary>
internal sealed class FleetFacts(FleetState fleet, Progress progress)
{
    public FleetState State => fleet;

    public IReadOnlyList<ObservedNode> Nodes => fleet.Nodes;

    /// <summary>Of the whole fleet without the canaries that come on top of it: what stages are a part of.</summary>
    public int Size => fleet.WantedNodes ?? fleet.Nodes.Count;

    /// <summary>Recorded canaries that are no longer in the fleet. A vacant place is not gone.</summary>
    public IReadOnlyList<string> Gone => [.. progress.CanaryNodes.Where(c => fleet.Nodes.All(n => n.Name != c) && !IsPlace(c))];

    /// <summary>Canaries that do not run the revision on trial, or are not ready, or are not there yet.</summary>
    public IReadOnlyList<ObservedNode> OutOfPlace =>
    [
        .. fleet.Nodes.Where(n => IsCanary(n) && !(n.Ready && n.Revision == progress.CanaryRevision)),
        .. progress.CanaryNodes.Where(c => IsPlace(c) && fleet.Nodes.All(n => n.Name != c))
            .Select(c => new ObservedNode(c, null, false, fleet.Places?.Trouble ?? "it is not there yet")),
    ];

    /// <summary>Nodes that run the revision on trial without having been ordered to.</summary>
    public IReadOnlyList<ObservedNode> Leaks =>
        [.. fleet.Nodes.Where(n => !IsCanary(n) && n.Revision is not null && n.Revision == progress.CanaryRevision)];

    /// <summary>Nodes beside the canaries that run something else than stable, as far as is known.</summary>
    public IReadOnlyList<ObservedNode> Strays =>
        [.. fleet.Nodes.Where(n => !IsCanary(n) && n.Revision is not null && n.Revision != progress.StableRevision)];

    /// <summary>Nodes that run a revision which was never ordered here, as far as is remembered.</summary>
    public IReadOnlyList<ObservedNode> Foreign => [.. fleet.Nodes.Where(n => n.Revision is { } r && !IsOurs(r))];

    /// <summary>The failure to give a canary its revision; one that has meanwhile succeeded does not count.</summary>
    public DeployFailure? CanaryFailure =>
        fleet.DeployFailure is { } f && f.Revision == progress.CanaryRevision && OutOfPlace.Any(n => n.Name == f.Node) ? f : null;

    /// <summary>The one revision of all ready nodes, or null.</summary>
    public string? UniformRevision
    {
        get
        {
            var revisions = fleet.Nodes.Where(n => n.Ready).Select(n => n.Revision).Distinct(StringComparer.Ordinal).Take(2).ToList();
            return revisions.Count == 1 ? revisions[0] : null;
        }
    }

    /// <summary>Every node runs <paramref name="revision"/> and is ready.</summary>
    public bool AllRun(string revision) => fleet.Nodes.Count > 0 && fleet.Nodes.All(n => n.Ready && n.Revision == revision);

    /// <summary>Nothing is known to run anything else than <paramref name="revision"/>.</summary>
    public bool NoneKnownBeside(string revision) => fleet.Nodes.All(n => n.Revision is null || n.Revision == revision);

    private bool IsPlace(string name) => fleet.Places is { } places && places.Names.Contains(name, StringComparer.Ordinal);

    private bool IsCanary(ObservedNode node) => progress.CanaryNodes.Contains(node.Name);

    private bool IsOurs(string revision) =>
        revision == progress.StableRevision || revision == progress.PreviousStableRevision || revision == progress.CanaryRevision
        || progress.RefusalOf(revision) is not null || progress.Outcomes.Any(o => o.Revision == revision);
}
