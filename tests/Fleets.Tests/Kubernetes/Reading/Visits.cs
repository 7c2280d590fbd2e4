using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Tests.Kubernetes.Reading;

/// <summary>How many objects caches have handed out. Of one thread.</summary>
internal sealed class Visits
{
    public int Objects { get; set; }

    public IObjectCache<T> Of<T>(IObjectCache<T> cache)
        where T : class => new Counted<T>(cache, this);

    private sealed class Counted<T>(IObjectCache<T> inner, Visits visits) : IObjectCache<T>
        where T : class
    {
        public int Count => inner.Count;

        public T? Find(ObjectKey key)
        {
            visits.Objects++;
            return inner.Find(key);
        }

        public IReadOnlyList<T> All() => Counting(inner.All());

        public IReadOnlyList<T> By(string index, string value) => Counting(inner.By(index, value));

        private IReadOnlyList<T> Counting(IReadOnlyList<T> found)
        {
            visits.Objects += found.Count;
            return found;
        }
    }
}
