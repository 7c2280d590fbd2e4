using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Recording;

namespace Rollout.Server.Judging;

/// <summary>
/// Since when each node has been ready on the revision it runs. Recorded, so that a restarted controller need not take every node for a
/// new one; a node that may have been restarted while nobody looked begins anew. Pure.
/// </summary>
public sealed record SteadyNodes
{
    public static readonly SteadyNodes None = new();

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, SteadyNode> Nodes { get; init; } = new Dictionary<string, SteadyNode>(StringComparer.Ordinal);

    public DateTimeOffset? Since(string node) => Nodes.TryGetValue(node, out var steady) ? steady.Since : null;

    /// <summary>
    /// After another look at the fleet. A node begins anew that was down, changed its revision or shows another process; and so does one
    /// that shows no process start and was not read for longer than <paramref name="patience"/>.
    /// </summary>
    /// <param name="fleet">Every node.</param>
    /// <param name="lives">Of those that were just read.</param>
    /// <param name="patience">How long a node without a process start may go unread.</param>
    /// <param name="now">Of the look.</param>
    public SteadyNodes Seen(FleetState fleet, IReadOnlyDictionary<string, NodeLife> lives, TimeSpan patience, DateTimeOffset now)
    {
        var next = new Dictionary<string, SteadyNode>(StringComparer.Ordinal);
        foreach (var node in fleet.Nodes.Where(n => n is { Ready: true, Revision: not null }))
        {
            var (old, life) = (Nodes.GetValueOrDefault(node.Name), lives.GetValueOrDefault(node.Name));

            // The reading is older than the look: what it showed may still have been the revision before.
            next[node.Name] = old is null || old.Revision != node.Revision || now < old.Since ? new SteadyNode(node.Revision!, now, now)
                : life is null ? old
                : Stayed(old, life, patience, now) ? old with { Seen = now, Began = life.Began, Counted = life.Counted }
                : new SteadyNode(node.Revision!, now, now, life.Began, life.Counted);
        }

        return new SteadyNodes { Nodes = next };
    }

    /// <summary>Whether this is the same but for what ticks.</summary>
    public bool IsAs(SteadyNodes other) => Nodes.Count == other.Nodes.Count
        && Nodes.All(n => other.Nodes.TryGetValue(n.Key, out var o) && o.Revision == n.Value.Revision && o.Since == n.Value.Since && o.Began == n.Value.Began);

    private static bool Stayed(SteadyNode old, NodeLife life, TimeSpan patience, DateTimeOffset now)
    {
        // Sums of counters that are no whole numbers may differ in their last digits.
        if ((old.Began is not null && life.Began != old.Began) || life.Counted < old.Counted * (1 - 1e-9))
        {
            return false;
        }

        return old.Began is not null || now - old.Seen <= patience;
    }
}
