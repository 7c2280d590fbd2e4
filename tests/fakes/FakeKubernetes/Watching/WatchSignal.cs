using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Watching;

/// <summary>Wakes a watch when its kind has changed or a bookmark is due.</summary>
internal sealed class WatchSignal : IDisposable
{
    private readonly SemaphoreSlim semaphore = new(0);
    private readonly ObjectStore store;
    private readonly string storage;

    public WatchSignal(ObjectStore store, string storage)
    {
        this.store = store;
        this.storage = storage;
        store.Changed += OnChange;
    }

    public void Wake()
    {
        if (semaphore.CurrentCount == 0)
        {
            semaphore.Release();
        }
    }

    /// <summary>False when the token ended the wait.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancel)
    {
        try
        {
            await semaphore.WaitAsync(cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        store.Changed -= OnChange;
        semaphore.Dispose();
    }

    private void OnChange(StoreChange change)
    {
        if (change.Storage == storage)
        {
            try
            {
                Wake();
            }
            catch (ObjectDisposedException)
            {
                // The watch ended while the change was being told.
            }
        }
    }
}
