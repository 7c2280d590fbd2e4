using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Store;

/// <summary>
/// All objects with one revision counter, as etcd keeps them, and the history of writes that watches and old lists are served from.
/// Thread-safe; a write decides under the lock.
/// </summary>
internal sealed class ObjectStore(int mostHistory)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<string, StoredObject>> kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Storage, string Space), SortedDictionary<string, StoredObject>> spaces = [];
    private readonly ObjectIndex index = new();
    private readonly List<StoreChange> history = [];
    private readonly Dictionary<string, long> since = new(StringComparer.Ordinal);
    private long revision = 1000;
    private long compacted = 1000;

    /// <summary>Raised after every write, outside the lock, in the order of writes for each caller.</summary>
    public event Action<StoreChange>? Changed;

    public long Revision
    {
        get
        {
            lock (gate)
            {
                return revision;
            }
        }
    }

    /// <summary>The oldest revision from which changes of this kind can still be told.</summary>
    public long OldestFor(string storage)
    {
        lock (gate)
        {
            return Math.Max(compacted, since.GetValueOrDefault(storage, compacted));
        }
    }

    /// <summary>The kind is served from now on: there is no history of it before.</summary>
    public void BeginHistory(string storage)
    {
        lock (gate)
        {
            since[storage] = revision;
        }
    }

    /// <summary>Forgets the history up to now: older watches and lists are answered with 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            history.Clear();
            compacted = revision;
        }
    }

    public StoredObject? Get(string storage, string space, string name)
    {
        lock (gate)
        {
            return Kind(storage).GetValueOrDefault(Key(space, name));
        }
    }

    /// <summary>Objects in the order of namespace and name, with the revision of the whole store.</summary>
    public (IReadOnlyList<StoredObject> Items, long Revision) List(string storage, string? space)
    {
        lock (gate)
        {
            var items = string.IsNullOrEmpty(space) ? Kind(storage) : spaces.GetValueOrDefault((storage, space));
            return (items is null ? [] : [.. items.Values], revision);
        }
    }

    /// <summary>Objects of a kind with a reference to this owner, whether it controls them or not; the empty owner: those that nobody controls.</summary>
    public IReadOnlyList<StoredObject> Below(string storage, string owner)
    {
        lock (gate)
        {
            return index.Below(storage, owner);
        }
    }

    public (string Storage, StoredObject Object)? OfUid(string uid)
    {
        lock (gate)
        {
            return index.OfUid(uid);
        }
    }

    /// <summary>The same as it was at an older revision; null when that is forgotten.</summary>
    public IReadOnlyList<StoredObject>? ListAt(string storage, string? space, long at)
    {
        lock (gate)
        {
            if (at < Math.Max(compacted, since.GetValueOrDefault(storage, compacted)))
            {
                return null;
            }

            var then = new SortedDictionary<string, StoredObject>(Kind(storage), StringComparer.Ordinal);
            foreach (var change in history.Where(change => change.Storage == storage && change.Revision > at).Reverse())
            {
                var key = Key(change.Either.Namespace, change.Either.Name);
                if (change.Before is null)
                {
                    then.Remove(key);
                }
                else
                {
                    then[key] = change.Before;
                }
            }

            return [.. then.Values.Where(item => string.IsNullOrEmpty(space) || item.Namespace == space)];
        }
    }

    /// <summary>Changes of a kind after a revision; null when they are forgotten.</summary>
    public IReadOnlyList<StoreChange>? ChangesAfter(string storage, long after)
    {
        lock (gate)
        {
            if (after < Math.Max(compacted, since.GetValueOrDefault(storage, compacted)))
            {
                return null;
            }

            var first = history.Count;
            while (first > 0 && history[first - 1].Revision > after)
            {
                first--;
            }

            return [.. history.Skip(first).Where(change => change.Storage == storage)];
        }
    }

    /// <summary>Writes an object if nobody else did since <paramref name="expected"/>: 0 means that it must not exist.</summary>
    /// <returns>The stored object, or null when somebody was faster.</returns>
    public StoredObject? Put(string storage, JsonObject body, long expected)
    {
        StoreChange change;
        lock (gate)
        {
            var key = Key(body.Text("metadata", "namespace") ?? "", body.Text("metadata", "name")!);
            var before = Kind(storage).GetValueOrDefault(key);
            if ((before?.Revision ?? 0) != expected)
            {
                return null;
            }

            body.Child("metadata")["resourceVersion"] = (++revision).ToString(CultureInfo.InvariantCulture);
            var after = new StoredObject(body, revision);
            Kind(storage)[key] = after;
            Space(storage, after)[key] = after;
            index.Note(storage, key, before, after);
            change = Note(new StoreChange(storage, before, after, revision));
        }

        Changed?.Invoke(change);
        return change.After;
    }

    /// <summary>Removes an object if it is still the one that was read.</summary>
    public bool Remove(string storage, StoredObject expected)
    {
        StoreChange change;
        lock (gate)
        {
            var key = Key(expected.Namespace, expected.Name);
            if (Kind(storage).GetValueOrDefault(key)?.Revision != expected.Revision)
            {
                return false;
            }

            Kind(storage).Remove(key);
            Space(storage, expected).Remove(key);
            index.Note(storage, key, expected, null);
            change = Note(new StoreChange(storage, expected, null, ++revision));
        }

        Changed?.Invoke(change);
        return true;
    }

    private StoreChange Note(StoreChange change)
    {
        history.Add(change);
        if (history.Count > mostHistory)
        {
            var forgotten = history.Count / 2;
            compacted = history[forgotten - 1].Revision;
            history.RemoveRange(0, forgotten);
        }

        return change;
    }

    private SortedDictionary<string, StoredObject> Kind(string storage)
    {
        if (!kinds.TryGetValue(storage, out var kind))
        {
            kinds[storage] = kind = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        }

        return kind;
    }

    private SortedDictionary<string, StoredObject> Space(string storage, StoredObject item)
    {
        if (!spaces.TryGetValue((storage, item.Namespace), out var space))
        {
            spaces[(storage, item.Namespace)] = space = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        }

        return space;
    }

    private static string Key(string space, string name) => $"{space}/{name}";
}
