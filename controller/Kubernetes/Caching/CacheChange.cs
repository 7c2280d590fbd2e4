using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Caching;

/// <summary>What became of one object of a cache.</summary>
/// <param name="Before">Null: it was not known.</param>
/// <param name="After">Null: it is gone.</param>
public readonly record struct CacheChange<T>(ObjectKey Key, T? Before, T? After)
    where T : class;
