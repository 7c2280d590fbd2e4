using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>The edges of a field path: a name, the key of a list item, or the value of a set item.</summary>
internal static class FieldEdges
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Name(string name) => "f:" + name;

    /// <summary>The edge of an item of a list that merges; null when the item has no key.</summary>
    public static string? Item(JsonNode? item, SchemaNode list)
    {
        if (list.List == ListKind.Set)
        {
            return "v:" + (item?.ToJsonString(Plain) ?? "null");
        }

        if (item is not JsonObject map)
        {
            return null;
        }

        var key = new JsonObject();
        foreach (var name in list.Keys)
        {
            if ((map[name] ?? list.Element?.Field(name)?.Default) is { } value)
            {
                key[name] = value.DeepClone();
            }
        }

        return key.Count == 0 ? null : "k:" + key.ToJsonString(Plain);
    }

    public static string Readable(string edge) => edge[0] switch
    {
        'f' => "." + edge[2..],
        'v' => $"[={edge[2..]}]",
        _ => $"[{string.Join(',', JsonNode.Parse(edge[2..])!.AsObject().Select(pair => $"{pair.Key}={pair.Value!.ToJsonString(Plain)}"))}]",
    };
}
