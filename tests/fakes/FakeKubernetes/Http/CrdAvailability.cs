using System.Collections.Concurrent;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>A kind whose CRD was just established is not ready at once: for a moment it answers 429 with Retry-After.</summary>
internal sealed class CrdAvailability(Cluster cluster)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> readyAt = new(StringComparer.Ordinal);

    public void Established(string crd) => readyAt[crd] = cluster.Time.GetUtcNow() + cluster.Options.CrdStart;

    public void Require(ResourceType type)
    {
        if (type.Crd?.Text("metadata", "name") is { } name && readyAt.TryGetValue(name, out var ready) && cluster.Time.GetUtcNow() < ready)
        {
            throw new ApiFault(429, "TooManyRequests", "storage is (re)initializing", null, 1);
        }
    }
}
