using System.Text.Json;
using Rollout.Api.Binding;
using Rollout.Api.Crds;

namespace Rollout.Api.Resources;

/// <summary>Reads an object's metadata. The API server has checked most of it; what is missing is empty.</summary>
internal static class MetaReading
{
    public static ResourceMeta Of(JsonElement json, BindingProblems problems)
    {
        var meta = Below(json, "metadata");
        var name = Text(meta, "name");
        var place = new SpecPlace(null, null, "metadata").Field("name");
        if (name.Length == 0)
        {
            problems.Add(place, "is missing", "give it a name");
        }
        else if (name.Length > CustomKind.MostNameLength)
        {
            problems.Add(place, $"has {name.Length} characters", $"keep to {CustomKind.MostNameLength}: it stands in labels");
        }

        return new ResourceMeta
        {
            Namespace = Text(meta, "namespace") is { Length: > 0 } space ? space : "default",
            Name = name,
            Uid = Text(meta, "uid"),
            ResourceVersion = Text(meta, "resourceVersion"),
            Generation = Below(meta, "generation") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var generation) ? generation : 0,
            DeletionTimestamp = Below(meta, "deletionTimestamp") is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null,
            Finalizers = Below(meta, "finalizers") is { ValueKind: JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
                : [],
            Labels = Texts(meta, "labels"),
            Annotations = Texts(meta, "annotations"),
        };
    }

    private static JsonElement Below(JsonElement json, string key) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value) ? value : default;

    private static string Text(JsonElement json, string key) =>
        Below(json, key) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static Dictionary<string, string> Texts(JsonElement json, string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Below(json, key) is { ValueKind: JsonValueKind.Object } map)
        {
            foreach (var entry in map.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String))
            {
                texts[entry.Name] = entry.Value.GetString()!;
            }
        }

        return texts;
    }
}
