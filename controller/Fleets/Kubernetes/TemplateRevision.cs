using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rollout.Fleets.Kubernetes;

/// <summary>
/// The revision of a pod template (design section 2): the first 10 hex digits of the SHA-256 of the stored template as canonical JSON: no white
/// space, keys in ordinal order, characters unescaped where JSON allows. Our own labels and annotations are no part of it, nor is what
/// controllers put into their copies (<c>pod-template-hash</c>, <c>$patch</c>): so a ReplicaSet's and a ControllerRevision's copy have the
/// revision of their workload.
/// </summary>
public static class TemplateRevision
{
    private const int Digits = 10;
    private const string HashLabel = "pod-template-hash";

    public static string Of(JsonElement template)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Sorted(template))
            {
                if (name == "metadata")
                {
                    WriteMetadata(writer, value);
                }
                else if (name != "$patch")
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan))[..Digits];
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var (name, value) in Sorted(metadata))
        {
            if (name is "labels" or "annotations")
            {
                WriteUsers(writer, name, value);
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                writer.WritePropertyName(name);
                Write(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteUsers(Utf8JsonWriter writer, string name, JsonElement map)
    {
        var users = Sorted(map).Where(p => !p.Name.StartsWith(Marks.Prefix, StringComparison.Ordinal) && p.Name != HashLabel).ToList();
        if (users.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in users)
        {
            writer.WritePropertyName(key);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, inner) in Sorted(value))
                {
                    writer.WritePropertyName(name);
                    Write(writer, inner);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var inner in value.EnumerateArray())
                {
                    Write(writer, inner);
                }

                writer.WriteEndArray();
                break;
            default:
                // Strings are written anew, so that the way they were escaped makes no difference; numbers and the rest as they stand.
                value.WriteTo(writer);
                break;
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Sorted(JsonElement map) => map.ValueKind != JsonValueKind.Object
        ? []
        : map.EnumerateObject().Select(p => (p.Name, p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal);
}
