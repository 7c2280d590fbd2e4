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

    public static JsonObject Of(JsonObject spec) => (JsonObject)Shown(spec, "", within: "", free: false)!;

    /// <param name="node">Any part of it.</param>
    /// <param name="name">The key that it stands under.</param>
    /// <param name="within">The key that the map or list around it stands under.</param>
    /// <param name="free">Below here the author names the keys: what they say of a spec they do not say here.</param>
    private static JsonNode? Shown(JsonNode? node, string name, string within, bool free)
    {
        if (node is not null && IsSecret(name, within, free))
        {
            return Mask;
        }

        var below = free || name is "json" or "schema";
        return node switch
        {
            JsonObject map => new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, Shown(m.Value, m.Key, name, below)))),

            // An argument may be a password by its place alone: the program is shown.
            JsonArray list when name == "command" && !free => new JsonArray([.. list.Select((a, i) => i == 0 ? Shown(a, "", name, below) : Mask)]),
            JsonArray list => new JsonArray([.. list.Select(i => Shown(i, "", name, below))]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>(), name, within, free),
            _ => node?.DeepClone(),
        };
    }

    /// <summary>Keys of expectations are JSON paths. Under capture stand places in the answer, and under customer the name of a Secret.</summary>
    private static bool IsSecret(string name, string within, bool free) =>
        (free || within is not ("capture" or "customer"))
        && (Redaction.IsTellingPath(name.Trim('^', '$')) || (within is "form" or "headers" && name.Equals("key", StringComparison.OrdinalIgnoreCase)));

    private static string Text(string text, string name, string within, bool free) => (name, within) switch
    {
        _ when free && name != "pattern" => Redaction.Shown(text, Longest),
        ("send", _) => Sent(text),
        ("path", "http") => Address(text),
        ("expect" or "pattern", _) or (_, "headers" or "headersNever" or "capture") => Redaction.Expression(text, Longest),
        ("bodyMatches" or "bodyNever" or "answersAny" or "answersAll" or "answersNever", _) => Redaction.Expression(text, Longest),
        ("", "bodyMatches" or "bodyNever" or "answersAny" or "answersAll" or "answersNever") => Redaction.Expression(text, Longest),
        _ => Redaction.Shown(text, Longest),
    };

    /// <summary>What is sent in a conversation may be a password by its place alone: the command is shown, if it is written as one.</summary>
    private static string Sent(string line)
    {
        var words = line.Split(' ', 2);
        return (words[0].All(char.IsAsciiLetterUpper) ? words[0] : Mask) + (words.Length > 1 ? " " + Mask : "");
    }

    /// <summary>Without the values of its query: any of them may be a key.</summary>
    private static string Address(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? Redaction.Shown(path, Longest)
            : $"{Redaction.Shown(path[..query], Longest)}?{string.Join('&', path[(query + 1)..].Split('&').Select(Field))}";
    }

    private static string Field(string field) => field.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? field[..(at + 1)] + Mask : Mask;
}
