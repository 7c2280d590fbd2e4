using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rollout.Api.Binding;

/// <summary>Trees from JSON and to JSON.</summary>
public static class JsonTree
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tree of a JSON value. JSON knows no lines: places are field paths.</summary>
    public static SpecNode Read(JsonElement json, string? file = null) => Read(json, new SpecPlace(file, null, ""));

    /// <summary>The tree as compact JSON text. Numbers stay as they were written; a key that stands twice is written once, the first.</summary>
    public static string Write(SpecNode node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            Write(node, writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static SpecNode Read(JsonElement json, SpecPlace place) => json.ValueKind switch
    {
        JsonValueKind.Object => new SpecNode.Map(place,
            [.. json.EnumerateObject().Select(p => new SpecEntry(p.Name, place.Field(p.Name), Read(p.Value, place.Field(p.Name))))]),
        JsonValueKind.Array => new SpecNode.Sequence(place, [.. json.EnumerateArray().Select((item, i) => Read(item, place.Item(i)))]),
        JsonValueKind.String => new SpecNode.Scalar(place, json.GetString()!, ScalarKind.Text),
        JsonValueKind.Number => new SpecNode.Scalar(place, json.GetRawText(), ScalarKind.Number),
        JsonValueKind.True or JsonValueKind.False => new SpecNode.Scalar(place, json.GetRawText(), ScalarKind.Boolean),
        JsonValueKind.Null or JsonValueKind.Undefined => new SpecNode.Scalar(place, "null", ScalarKind.Null),
        _ => throw new ArgumentOutOfRangeException(nameof(json), json.ValueKind.ToString()),
    };

    private static void Write(SpecNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case SpecNode.Map map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries.DistinctBy(e => e.Key))
                {
                    writer.WritePropertyName(entry.Key);
                    Write(entry.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case SpecNode.Sequence list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case SpecNode.Scalar { Kind: ScalarKind.Number } number:
                writer.WriteRawValue(number.Text);
                break;
            case SpecNode.Scalar { Kind: ScalarKind.Boolean } boolean:
                writer.WriteRawValue(boolean.Text.ToLower(CultureInfo.InvariantCulture));
                break;
            case SpecNode.Scalar { Kind: ScalarKind.Null }:
                writer.WriteNullValue();
                break;
            case SpecNode.Scalar text:
                writer.WriteStringValue(text.Text);
                break;
        }
    }
}
