using System.Text.Json;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>Fields of Services and pods as they come. What is absent or of another type is absent.</summary>
internal static class PodFields
{
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    /// <summary>A port, 1 to 65535.</summary>
    public static int? Whole(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number
        && found.TryGetInt32(out var number) && number is > 0 and <= ushort.MaxValue ? number : null;

    public static JsonElement At(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        At(element, name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        At(element, name) is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];

    public static ObjectMeta Meta(JsonElement element)
    {
        var meta = At(element, "metadata");
        return new ObjectMeta { Name = Text(meta, "name"), Namespace = Text(meta, "namespace"), Uid = Text(meta, "uid"), ResourceVersion = Text(meta, "resourceVersion") };
    }
}
