using System.Collections.Concurrent;

namespace Rollout.Judge;

/// <summary>
/// Tables that are the same for every rollout of a kind, made once. There are few kinds (<see cref="KernelDomain"/> sees to it); were there
/// more than fit, all are dropped and made anew: those in use come back at once, those of old rollouts do not stay in their way.
/// </summary>
internal sealed class KeptTables<TKey, TTable>(int most, Func<TKey, TTable> make)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TTable> kept = new();

    /// <summary>Two threads may both make one, with the same content.</summary>
    public TTable Of(TKey key)
    {
        if (kept.TryGetValue(key, out var table))
        {
            return table;
        }

        if (kept.Count >= most)
        {
            kept.Clear();
        }

        return kept.GetOrAdd(key, make(key));
    }
}
