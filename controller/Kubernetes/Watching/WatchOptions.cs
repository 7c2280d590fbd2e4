namespace Rollout.Kubernetes.Watching;

/// <summary>Which changes, and how long nothing may come.</summary>
public sealed record WatchOptions
{
    public string? Namespace { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>Of the list that this goes on from. Null with <see cref="InitialEvents"/>.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>A streaming list (KEP-3157): the objects there are come as additions, then a bookmark that says so.</summary>
    public bool InitialEvents { get; init; }

    /// <summary>After one to two times this the server ends the watch, and it begins anew: so connections spread over the servers.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>No byte for so long is a stall. A server sends a bookmark about every minute.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The first wait after a failure; doubled up to <see cref="LongestWait"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A watch that lived this long before a clean end is taken up again at once.</summary>
    public TimeSpan Healthy { get; init; } = TimeSpan.FromSeconds(5);
}
