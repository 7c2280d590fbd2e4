using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Store;

/// <summary>
/// Which objects there are below an owner, and of which uid: a garbage collector and controllers that went through all objects each time would
/// come to no end with tens of thousands. Not thread-safe: the store asks it under its lock.
/// </summary>
internal sealed class ObjectIndex
{
    private readonly Dictionary<string, (string Storage, StoredObject Object)> byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Storage, string Owner), SortedDictionary<string, StoredObject>> below = [];

    public void Note(string storage, string key, StoredObject? before, StoredObject? after)
    {
        foreach (var owner in OwnersOf(before))
        {
            if (below.TryGetValue((storage, owner), out var items) && items.Remove(key) && items.Count == 0)
            {
                below.Remove((storage, owner));
            }
        }

        foreach (var owner in OwnersOf(after))
        {
            if (!below.TryGetValue((storage, owner), out var items))
            {
                below[(storage, owner)] = items = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
            }

            items[key] = after!;
        }

        if (before?.Body.Text("metadata", "uid") is { } gone)
        {
            byUid.Remove(gone);
        }

        if (after?.Body.Text("metadata", "uid") is { } uid)
        {
            byUid[uid] = (storage, after);
        }
    }

    public (string Storage, StoredObject Object)? OfUid(string uid) => byUid.TryGetValue(uid, out var found) ? found : null;

    /// <summary>In the order of namespace and name. The empty owner: those that nobody controls.</summary>
    public IReadOnlyList<StoredObject> Below(string storage, string owner) => below.TryGetValue((storage, owner), out var items) ? [.. items.Values] : [];

    private static IEnumerable<string> OwnersOf(StoredObject? item)
    {
        if (item is null)
        {
            return [];
        }

        var owners = item.Body.Maps("metadata", "ownerReferences").ToList();
        return owners.Select(owner => owner.Text("uid") ?? "").Concat(owners.Exists(owner => owner.Flag("controller")) ? [] : [""]).Distinct(StringComparer.Ordinal);
    }
}
