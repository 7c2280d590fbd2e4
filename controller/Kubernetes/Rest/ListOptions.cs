namespace Rollout.Kubernetes.Rest;

/// <summary>Which objects of a kind, and how they are fetched.</summary>
public sealed record ListOptions
{
    /// <summary>Null: all namespaces, or a kind that has none.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>app=shop,tier in (web,api)</c></summary>
    public string? LabelSelector { get; init; }

    /// <summary><c>metadata.name=a</c></summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects a page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Null: the newest state. "0": whatever the server's cache holds, which may be older than what was seen before.</summary>
    public string? ResourceVersion { get; init; }
}
