using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Watching;

/// <summary>What a watch has to tell.</summary>
public abstract record WatchSignal<T>
    where T : class
{
    private WatchSignal()
    {
    }

    /// <param name="Item">Of a deletion the last state.</param>
    public sealed record Changed(ChangeKind Kind, T Item) : WatchSignal<T>;

    /// <summary>A bookmark: everything up to this version has been told.</summary>
    /// <param name="InitialEnd">The list that a streaming list began with is complete.</param>
    public sealed record Progressed(string ResourceVersion, bool InitialEnd) : WatchSignal<T>;

    /// <summary>The connection is gone; after <paramref name="Wait"/> it goes on where it was. Nothing is lost, things come late.</summary>
    public sealed record Interrupted(string Cause, TimeSpan Wait) : WatchSignal<T>;

    /// <summary>The last signal.</summary>
    public sealed record Ended(WatchEnd Why, ApiError? Error, string Cause) : WatchSignal<T>;
}
