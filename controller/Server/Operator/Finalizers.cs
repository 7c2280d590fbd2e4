using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;
using Rollout.Recording;

namespace Rollout.Server.Operator;

/// <summary>Holds a StaggeredRollout back from going until its workload was let go. Null: done; else why not.</summary>
public sealed class Finalizers(ClusterClient client)
{
    private static readonly WriteOptions Ours = new() { FieldManager = Fleets.Kubernetes.Marks.Manager };
    private readonly ResourceClient<JsonObject> rollouts = client.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType));

    public async ValueTask<string?> AddAsync(RolloutSnapshot rollout, CancellationToken cancellationToken)
    {
        var held = rollout.Metadata?.Finalizers ?? [];
        var patch = Patch.Merge(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = rollout.Metadata?.ResourceVersion,
                ["finalizers"] = new JsonArray([.. held.Append(RestCheck.Finalizer).Select(f => (JsonNode)f)]),
            },
        });
        return Why(await rollouts.PatchAsync(Place(rollout.Key), patch, Ours, cancellationToken));
    }

    public async ValueTask<string?> RemoveAsync(RolloutSnapshot rollout, CancellationToken cancellationToken)
    {
        var held = (rollout.Metadata?.Finalizers ?? []).ToList();
        var at = held.IndexOf(RestCheck.Finalizer);
        if (at < 0)
        {
            return null;
        }

        var path = JsonPointer.Of("metadata", "finalizers", at.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var steps = new JsonPatch().Test("/metadata/uid", rollout.Uid).Test(path, RestCheck.Finalizer).Remove(path);
        var answer = await rollouts.PatchAsync(Place(rollout.Key), Patch.Steps(steps), Ours, cancellationToken);
        return answer.TryGet(out _, out var error) || error.IsNotFound ? null : error.ToString();
    }

    private static string? Why(ApiResult<JsonObject> answer) => answer.Match(_ => null, error => (string?)error.ToString());

    private static ObjectKey Place(RolloutKey key) => new(key.Namespace, key.Name);
}
