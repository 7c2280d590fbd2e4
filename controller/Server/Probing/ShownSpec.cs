using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Probes;

namespace Rollout.Server.Probing;

/// <summary>A probe's spec as it may be shown: values of telling names masked, and whatever else looks like a secret. Pure.</summary>
internal static class ShownSpec
{
    private const string Mask = "***";
    private const int Longest = 2000;

    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Of(JsonObject spec) => (JsonObject)Shown(spec, "", within: "")!;

    /// <param name="node">Any part of it.</param>
    /// <param name="name">The key that it stands under.</param>
    /// <param name="within">The key that the map around it stands under.</param>
    private static JsonNode? Shown(JsonNode? node, string name, string within)
    {
        // Under capture stand places in the answer, and secretRef is the name of a Secret.
        if (node is not null && name != "secretRef" && within != "capture" && Redaction.IsTelling(Last(name)))
        {
            return Mask;
        }

        return node switch
        {
            JsonObject map => new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, Shown(m.Value, m.Key, name)))),
            JsonArray list => new JsonArray([.. list.Select(i => Shown(i, "", name))]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>(), name),
            _ => node?.DeepClone(),
        };
    }

    /// <summary>What is sent in a conversation may be a password by its place alone: the command is shown.</summary>
    private static string Text(string text, string name)
    {
        var blank = name == "send" ? text.IndexOf(' ', StringComparison.Ordinal) : -1;
        return blank >= 0 ? $"{text[..blank]} {Mask}" : Redaction.Shown(text, Longest);
    }

    /// <summary>Keys of expectations are JSON paths.</summary>
    private static string Last(string name) => name[(name.LastIndexOfAny(['.', '[']) + 1)..].Trim('\'', '"', ']');
}
