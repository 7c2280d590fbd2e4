using System.Text.Json.Nodes;

namespace Rollout.Kubernetes.Rest;

/// <summary>A JSON patch (RFC 6902): all of its steps or none. A failed test answers 422.</summary>
public sealed class JsonPatch
{
    private readonly List<JsonObject> steps = [];

    public JsonPatch Test(string path, JsonNode? value) => With("test", path, value);

    public JsonPatch Add(string path, JsonNode? value) => With("add", path, value);

    public JsonPatch Replace(string path, JsonNode? value) => With("replace", path, value);

    public JsonPatch Remove(string path)
    {
        steps.Add(new JsonObject { ["op"] = "remove", ["path"] = path });
        return this;
    }

    internal JsonArray ToJson() => [.. steps.Select(step => step.DeepClone())];

    private JsonPatch With(string op, string path, JsonNode? value)
    {
        steps.Add(new JsonObject { ["op"] = op, ["path"] = path, ["value"] = value?.DeepClone() });
        return this;
    }
}
