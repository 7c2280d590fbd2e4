namespace Rollout.Kubernetes.Queueing;

/// <summary>Sees what a queue does: for metrics. Called under no lock; must not throw.</summary>
public interface IWorkQueueObserver
{
    /// <summary>A key became ready. <paramref name="depth"/>: keys that wait for a worker now.</summary>
    void Queued(int depth);

    /// <summary>A worker took a key after it had waited this long.</summary>
    void Taken(int depth, TimeSpan waited);

    /// <summary>A worker is done with a key.</summary>
    void Finished(TimeSpan worked);

    /// <summary>A key failed and comes back after a wait.</summary>
    void Retried();
}
