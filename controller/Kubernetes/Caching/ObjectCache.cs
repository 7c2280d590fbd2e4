using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Caching;

/// <summary>Objects by key, and by whatever else they are looked for. Safe for many readers beside the informer that writes.</summary>
internal sealed class ObjectCache<T>(ResourceKind<T> kind, IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> indexes) : IObjectCache<T>
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectKey, T> items = [];
    private readonly Dictionary<(string Index, string Value), HashSet<ObjectKey>> filed = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return items.Count;
            }
        }
    }

    public T? Find(ObjectKey key)
    {
        lock (gate)
        {
            return items.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<T> All()
    {
        lock (gate)
        {
            return [.. items.Values];
        }
    }

    public IReadOnlyList<T> By(string index, string value)
    {
        if (!indexes.ContainsKey(index))
        {
            throw new ArgumentException($"there is no index '{index}'; known are {string.Join(", ", indexes.Keys)}", nameof(index));
        }

        lock (gate)
        {
            return filed.TryGetValue((index, value), out var keys) ? [.. keys.Select(key => items[key])] : [];
        }
    }

    /// <summary>Takes an object in; null where this very version is there already.</summary>
    public CacheChange<T>? Put(T item)
    {
        lock (gate)
        {
            return Put_NeedsLock(item);
        }
    }

    public CacheChange<T>? Remove(T item)
    {
        lock (gate)
        {
            // The last state is told as it was when it was deleted.
            var key = kind.KeyOf(item);
            return Remove_NeedsLock(key) is null ? null : new CacheChange<T>(key, item, null);
        }
    }

    /// <summary>A whole list in place of what is here: what it does not hold was deleted while nobody watched.</summary>
    public IReadOnlyList<CacheChange<T>> Replace(IReadOnlyCollection<T> list)
    {
        var changes = new List<CacheChange<T>>();
        lock (gate)
        {
            var kept = list.Select(kind.KeyOf).ToHashSet();
            foreach (var key in items.Keys.Where(key => !kept.Contains(key)).ToList())
            {
                changes.Add(new CacheChange<T>(key, Remove_NeedsLock(key), null));
            }

            foreach (var item in list)
            {
                if (Put_NeedsLock(item) is { } change)
                {
                    changes.Add(change);
                }
            }
        }

        return changes;
    }

    private CacheChange<T>? Put_NeedsLock(T item)
    {
        var key = kind.KeyOf(item);
        var before = items.GetValueOrDefault(key);
        if (before is not null && kind.MetadataOf(before).ResourceVersion is { Length: > 0 } version && version == kind.MetadataOf(item).ResourceVersion)
        {
            return null;
        }

        Remove_NeedsLock(key);
        items[key] = item;
        foreach (var place in PlacesOf(item))
        {
            if (!filed.TryGetValue(place, out var keys))
            {
                filed[place] = keys = [];
            }

            keys.Add(key);
        }

        return new CacheChange<T>(key, before, item);
    }

    private T? Remove_NeedsLock(ObjectKey key)
    {
        if (!items.Remove(key, out var before))
        {
            return null;
        }

        foreach (var place in PlacesOf(before))
        {
            if (filed.TryGetValue(place, out var keys) && keys.Remove(key) && keys.Count == 0)
            {
                filed.Remove(place);
            }
        }

        return before;
    }

    private IEnumerable<(string Index, string Value)> PlacesOf(T item) =>
        indexes.SelectMany(index => index.Value(item).Select(value => (index.Key, value)));
}
