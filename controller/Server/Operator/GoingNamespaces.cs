using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.Server.Operator;

/// <summary>
/// Whether a namespace is going: its pods are deleted first, and look like losses, long before what is rolled out there is. Asked by name, for nothing
/// may list namespaces, and only where something is missing; an answer is good for a moment and for all rollouts of the namespace.
/// </summary>
public sealed class GoingNamespaces(ClusterClient client, TimeProvider time)
{
    /// <summary>A namespace that is going stays so; one that is not may be deleted in the next moment.</summary>
    private static readonly TimeSpan KeepGoing = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan KeepStaying = TimeSpan.FromSeconds(1);
    private readonly ResourceClient<JsonObject> namespaces = client.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "namespaces", "Namespace", Namespaced: false)));
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, bool Going)> known = new(StringComparer.Ordinal);

    /// <summary>False also where the server cannot tell: then nothing is known to be going.</summary>
    public async ValueTask<bool> IsGoingAsync(string space, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (known.TryGetValue(space, out var last) && now - last.At < (last.Going ? KeepGoing : KeepStaying))
        {
            return last.Going;
        }

        var answer = await namespaces.GetAsync(new ObjectKey(null, space), cancellationToken);
        var going = answer.TryGet(out var found, out var error) ? found["metadata"]?["deletionTimestamp"] is not null : error.IsNotFound;
        known[space] = (now, going);
        return going;
    }

    /// <summary>Of a namespace in which nothing is rolled out any more.</summary>
    public void Forget(string space) => known.TryRemove(space, out _);
}
