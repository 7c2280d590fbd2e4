using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Recording;

/// <summary>What is recorded of one rollout: with the spec, all that a restarted controller needs.</summary>
public sealed record RolloutRecord
{
    public required RolloutKey Key { get; init; }

    /// <summary>The fence: grows by one with every write; 0 for a record that was never written. Requests of people do not change it.</summary>
    public long Version { get; init; }

    public required Progress Progress { get; init; }

    /// <summary>The trial that <see cref="Evidence"/> and <see cref="Baselines"/> belong to (<see cref="Planning.Progress.Trial"/>).</summary>
    public int EvidenceTrial { get; init; }

    /// <summary>By name of the metric.</summary>
    public IReadOnlyDictionary<string, Evidence> Evidence { get; init; } = new Dictionary<string, Evidence>(StringComparer.Ordinal);

    /// <summary>By name of the metric.</summary>
    public IReadOnlyDictionary<string, Baseline> Baselines { get; init; } = new Dictionary<string, Baseline>(StringComparer.Ordinal);

    /// <summary>As they were published last, so that a restart does not begin their transition times anew.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>By name: the nodes that are ready, and since when.</summary>
    public IReadOnlyDictionary<string, SteadyNode> Steady { get; init; } = new Dictionary<string, SteadyNode>(StringComparer.Ordinal);

    /// <summary>What people asked for last; null: nobody has. Read only: a write leaves it as it is.</summary>
    public WantedRevision? Wanted { get; init; }

    /// <summary>Not yet taken, oldest first. Read only: a write takes those that it names (<see cref="RecordedNews.TakenOrders"/>).</summary>
    public IReadOnlyList<OrderRequest> Orders { get; init; } = [];
}
