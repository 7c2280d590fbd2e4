using Rollout.Kubernetes.Watching;

namespace Rollout.Kubernetes.Caching;

/// <summary>What an informer follows.</summary>
public sealed record InformerOptions<T>
    where T : class
{
    /// <summary>Namespace, selectors, and the patience of the watch.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>Begin with a streaming list where the server has it; else with a paged one.</summary>
    public bool StreamingList { get; init; } = true;

    /// <summary>Objects a page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Other ways to look objects up: by owner, by what they refer to. Pure functions of the object.</summary>
    public IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> Indexes { get; init; } =
        new Dictionary<string, Func<T, IEnumerable<string>>>(StringComparer.Ordinal);
}
