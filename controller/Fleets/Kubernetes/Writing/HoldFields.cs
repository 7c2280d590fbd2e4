using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes.Writing;

/// <summary>How the fields that we hold by are written; nothing beside them is touched.</summary>
internal static class HoldFields
{
    private const string RollingUpdate = nameof(RollingUpdate);

    public static JsonPatch Write(JsonPatch patch, HoldField field, JsonObject workload) => field switch
    {
        HoldField.Paused(var value) => patch.Add("/spec/paused", value),
        HoldField.Partition(var value, { } replicas) => Write(patch.Test("/spec/replicas", replicas), new HoldField.Partition(value), workload),
        HoldField.Partition(var value, _) => workload["spec"]?["updateStrategy"]?["rollingUpdate"] is JsonObject
            ? patch.Add("/spec/updateStrategy/rollingUpdate/partition", value)
            : patch.Add("/spec/updateStrategy", new JsonObject
            {
                ["type"] = RollingUpdate,
                ["rollingUpdate"] = new JsonObject { ["partition"] = value },
            }),
        HoldField.OnDelete(var value) => patch.Add("/spec/updateStrategy/type", value ? "OnDelete" : RollingUpdate),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "no such field"),
    };

    /// <summary>As a merge patch of the spec.</summary>
    public static JsonObject Released(HoldField field) => field switch
    {
        HoldField.Paused => new JsonObject { ["paused"] = null },
        HoldField.Partition(var value, _) => new JsonObject
        {
            ["updateStrategy"] = new JsonObject { ["rollingUpdate"] = new JsonObject { ["partition"] = value } },
        },
        HoldField.OnDelete => new JsonObject { ["updateStrategy"] = new JsonObject { ["type"] = RollingUpdate } },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "no such field"),
    };
}
