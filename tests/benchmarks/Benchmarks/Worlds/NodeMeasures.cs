using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>What every node of a roster did, without a dictionary for each bucket.</summary>
internal sealed class NodeMeasures(NodeNames names, Measure[] measures) : IReadOnlyDictionary<string, Measure>
{
    public int Count => measures.Length;

    public IEnumerable<string> Keys => names.All;

    public IEnumerable<Measure> Values => measures;

    public Measure this[string key] => TryGetValue(key, out var measure) ? measure : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => names.IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Measure value)
    {
        var index = names.IndexOf(key);
        value = index < 0 ? null : measures[index];
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, Measure>> GetEnumerator()
    {
        for (var i = 0; i < measures.Length; i++)
        {
            yield return KeyValuePair.Create(names.All[i], measures[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
