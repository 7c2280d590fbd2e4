using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Rollout.Judge;

namespace Rollout.Metrics.Recorded;

/// <summary>
/// What the nodes did in one bucket, without a dictionary of its own per bucket: only the nodes that did something are stored.
/// The others are quiet where silence is quiet (a reading of zero for all of them), and absent otherwise.
/// </summary>
internal sealed class NodeReadings(NodeRoster roster, int[] ranks, Measure[] measures, Measure? quiet) : IReadOnlyDictionary<string, Measure>
{
    public int Count => quiet is null ? ranks.Length : roster.Names.Count;

    public IEnumerable<string> Keys => quiet is null ? ranks.Select(r => roster.Names[r]) : roster.Names;

    public IEnumerable<Measure> Values => this.Select(pair => pair.Value);

    public Measure this[string key] =>
        TryGetValue(key, out var measure) ? measure : throw new KeyNotFoundException($"no reading of node '{key}' in this bucket");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Measure value)
    {
        var rank = roster.RankOf(key);
        var at = rank < 0 ? -1 : Array.BinarySearch(ranks, rank);
        value = at >= 0 ? measures[at] : rank < 0 ? null : quiet;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, Measure>> GetEnumerator()
    {
        if (quiet is null)
        {
            for (var at = 0; at < ranks.Length; at++)
            {
                yield return KeyValuePair.Create(roster.Names[ranks[at]], measures[at]);
            }

            yield break;
        }

        for (int rank = 0, at = 0; rank < roster.Names.Count; rank++)
        {
            var active = at < ranks.Length && ranks[at] == rank;
            yield return KeyValuePair.Create(roster.Names[rank], active ? measures[at++] : quiet);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
