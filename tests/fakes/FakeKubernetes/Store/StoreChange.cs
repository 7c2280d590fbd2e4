namespace Rollout.FakeKubernetes.Store;

/// <summary>One write: before is null when the object was created, after is null when it was removed.</summary>
internal sealed record StoreChange(string Storage, StoredObject? Before, StoredObject? After, long Revision)
{
    public StoredObject Either => After ?? Before!;
}
