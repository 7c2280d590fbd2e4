using System.Collections.Frozen;

namespace Rollout.Benchmarks.Worlds;

/// <summary>The nodes of a fleet, each with its number.</summary>
internal sealed class NodeNames(IReadOnlyList<string> all)
{
    private readonly FrozenDictionary<string, int> numbers = all.Select((name, i) => KeyValuePair.Create(name, i)).ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyList<string> All => all;

    /// <summary>-1 for a name that is not of the fleet.</summary>
    public int IndexOf(string name) => numbers.TryGetValue(name, out var number) ? number : -1;
}
