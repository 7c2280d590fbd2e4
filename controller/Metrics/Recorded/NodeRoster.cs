using System.Collections.Frozen;

namespace Rollout.Metrics.Recorded;

/// <summary>Node names in ordinal order, each with its rank: shared by all buckets of a series.</summary>
internal sealed class NodeRoster
{
    private readonly FrozenDictionary<string, int> ranks;

    public NodeRoster(IEnumerable<string> names)
    {
        Names = [.. names.Order(StringComparer.Ordinal)];
        ranks = Names.Select((name, rank) => KeyValuePair.Create(name, rank)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>-1 where no such node is in the roster.</summary>
    public int RankOf(string name) => ranks.TryGetValue(name, out var rank) ? rank : -1;

    /// <summary>For every name of a table its rank here, or -1.</summary>
    public int[] RanksOf(IReadOnlyList<string> tableNames) => [.. tableNames.Select(RankOf)];
}
