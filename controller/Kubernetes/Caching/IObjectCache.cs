using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Caching;

/// <summary>What an informer knows: as of a moment ago, never a mixture of two moments of one object.</summary>
public interface IObjectCache<T>
    where T : class
{
    int Count { get; }

    T? Find(ObjectKey key);

    IReadOnlyList<T> All();

    /// <summary>The objects that an index files under this value; none where nothing is filed there.</summary>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    IReadOnlyList<T> By(string index, string value);
}
