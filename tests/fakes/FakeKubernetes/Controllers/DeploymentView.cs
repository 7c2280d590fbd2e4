using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>A Deployment with its ReplicaSets: which is new (has the wanted template), which are old.</summary>
internal sealed record DeploymentView(JsonObject Deployment, JsonObject? New, IReadOnlyList<JsonObject> Old)
{
    public IReadOnlyList<JsonObject> All => New is null ? Old : [.. Old, New];

    public IReadOnlyList<JsonObject> ActiveOld => [.. Old.Where(set => DeploymentMath.Replicas(set) > 0)];

    public bool Paused => Deployment.Flag("spec", "paused");

    public static DeploymentView Of(JsonObject deployment, IEnumerable<JsonObject> sets)
    {
        var byAge = sets.OrderBy(set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .ThenBy(set => set.Text("metadata", "name"), StringComparer.Ordinal).ToList();
        var wanted = deployment.At("spec", "template");
        var fresh = byAge.Find(set => JsonNode.DeepEquals(WithoutHash(set), wanted));
        return new DeploymentView(deployment, fresh, [.. byAge.Where(set => !ReferenceEquals(set, fresh))]);
    }

    public static long RevisionOf(JsonObject item) =>
        long.TryParse(item.Text("metadata", "annotations", DeploymentNames.Revision), NumberStyles.None, CultureInfo.InvariantCulture,
            out var revision) ? revision : 0;

    /// <summary>The one set that has pods; with none, the new one or the youngest; null while several have.</summary>
    public JsonObject? ActiveOrLatest()
    {
        var active = All.Where(set => DeploymentMath.Replicas(set) > 0).ToList();
        return active.Count switch
        {
            0 => New ?? Old.OrderBy(set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
                .ThenBy(DeploymentView.RevisionOf).LastOrDefault(),
            1 => active[0],
            _ => null,
        };
    }

    /// <summary>The new set has all pods, and all are available.</summary>
    public bool Saturated() =>
        New is not null && DeploymentMath.Replicas(New) == DeploymentMath.Replicas(Deployment)
        && New.Text("metadata", "annotations", DeploymentNames.DesiredReplicas) == DeploymentMath.Replicas(Deployment)
            .ToString(CultureInfo.InvariantCulture)
        && DeploymentMath.Available(New) == DeploymentMath.Replicas(Deployment);

    private static JsonNode? WithoutHash(JsonObject set)
    {
        var template = set.At("spec", "template")?.DeepClone();
        template.Map("metadata", "labels")?.Remove(DeploymentNames.TemplateHash);
        return template;
    }
}
