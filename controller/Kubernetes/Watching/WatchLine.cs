using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Watching;

/// <summary>One line of a watch.</summary>
internal abstract record WatchLine<T>
    where T : class
{
    private WatchLine()
    {
    }

    public sealed record Changed(ChangeKind Kind, T Item) : WatchLine<T>;

    public sealed record Bookmark(string ResourceVersion, bool InitialEnd) : WatchLine<T>;

    public sealed record Trouble(ApiError Error) : WatchLine<T>;

    public sealed record Unreadable(string Cause) : WatchLine<T>;
}
