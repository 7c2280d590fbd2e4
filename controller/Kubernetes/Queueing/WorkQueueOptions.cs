namespace Rollout.Kubernetes.Queueing;

/// <summary>How failures are paced.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>The wait after a key's first failure; doubled by each one that follows.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For the jitter: waits are shortened by chance to between a half and all.</summary>
    public int Seed { get; init; } = Environment.ProcessId;

    public IWorkQueueObserver? Observer { get; init; }
}
