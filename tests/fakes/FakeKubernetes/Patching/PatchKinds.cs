using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Patching;

/// <summary>Which kinds of patches a type takes.</summary>
internal static class PatchKinds
{
    private static readonly string[] ForCustom = ["application/json-patch+json", "application/merge-patch+json",
        "application/apply-patch+yaml"];
    private static readonly string[] ForBuiltin = ["application/json-patch+json", "application/merge-patch+json",
        "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

    /// <summary>The change that a patch stands for.</summary>
    /// <exception cref="ApiFault">415 for a kind that the type does not take, 400 for a body of a wrong form.</exception>
    public static Func<JsonObject, JsonObject> Read(ResourceType type, string mediaType, JsonNode? patch) => mediaType switch
    {
        "application/json-patch+json" => live => JsonPatch.Apply(live, patch as JsonArray
            ?? throw Refusals.BadRequest("error decoding patch: expected a list of operations")),
        "application/merge-patch+json" => live => Merged(live, patch, MergePatch.Apply),
        "application/strategic-merge-patch+json" when type.Builtin => live =>
            Merged(live, patch, (target, map) => StrategicPatch.Apply(target, map, type.Schema)),
        _ => throw Refusals.UnsupportedPatch(type.Builtin ? ForBuiltin : ForCustom),
    };

    private static JsonObject Merged(JsonObject live, JsonNode? patch, Action<JsonObject, JsonObject> merge)
    {
        merge(live, patch as JsonObject ?? throw Refusals.BadRequest("error decoding patch: expected an object"));
        return live;
    }
}
