using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Probes.Import;

/// <summary>Writes JSON as YAML that a person would write: blocks, and quotes only where a text needs them. Pure.</summary>
public static class YamlText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Words = ["null", "true", "false", "yes", "no", "on", "off", "~", "y", "n"];

    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Block(text, node, 0);
        return text.ToString();
    }

    private static void Block(StringBuilder text, JsonNode node, int depth)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    text.Append(' ', depth * 2).Append(Scalar(key)).Append(':');
                    Value(text, value, depth, inList: false);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    text.Append(' ', depth * 2).Append('-');
                    Value(text, item, depth, inList: true);
                }

                break;
            default:
                text.Append(' ', depth * 2).Append(Leaf(node)).Append('\n');
                break;
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int depth, bool inList)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when inList:
                // The first key stands beside the dash.
                var below = new StringBuilder();
                Block(below, map, depth + 1);
                text.Append(' ').Append(below.ToString().AsSpan((depth + 1) * 2));
                break;
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                Block(text, map, depth + 1);
                break;
            case JsonArray { Count: > 0 } list when list.Any(i => i is JsonObject or JsonArray):
                text.Append('\n');
                Block(text, list, inList ? depth + 1 : depth);
                break;
            default:
                text.Append(' ').Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static string Leaf(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(Leaf))}]",
        JsonObject => "{}",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Scalar(text.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    /// <summary>Plain where no reader could take it for anything else; else in double quotes, whose escapes are JSON's.</summary>
    private static string Scalar(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '.' || char.IsAsciiDigit(text[0]))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ' or ';' or '=')
        && text[^1] != ' ' && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)
        && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? text
            : JsonSerializer.Serialize(text, Plain);
}
