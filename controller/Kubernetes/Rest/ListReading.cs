using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Rollout.Kubernetes.Rest;

/// <summary>Reads a list as the server writes it, object by object, without a tree of the whole. Pure.</summary>
internal static class ListReading
{
    /// <exception cref="JsonException">It is no list of this kind.</exception>
    public static ListPage<T> Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> json, ResourceType type)
        where T : class
    {
        var reader = new Utf8JsonReader(body);
        Expect(ref reader, JsonTokenType.StartObject);
        var items = new List<T>();
        var (version, next) = ("", default(string));
        while (Step(ref reader) == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, json, type, items);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader, ref version, ref next);
            }
            else
            {
                Step(ref reader);
                reader.Skip();
            }
        }

        return new ListPage<T>(items, version, string.IsNullOrEmpty(next) ? null : next);
    }

    private static void ReadItems<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> json, ResourceType type, List<T> items)
        where T : class
    {
        // Go writes an empty list as null now and then.
        if (Step(ref reader) == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("items is no list");
        }

        while (Step(ref reader) != JsonTokenType.EndArray)
        {
            var item = JsonSerializer.Deserialize(ref reader, json) ?? throw new JsonException("an item is null");
            if (item is JsonObject node && node["kind"] is null)
            {
                // Items of built-in kinds come without: whoever gets one alone could not tell what it is.
                node["apiVersion"] = type.ApiVersion;
                node["kind"] = type.Kind;
            }

            items.Add(item);
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref string version, ref string? next)
    {
        if (Step(ref reader) == JsonTokenType.Null)
        {
            return;
        }

        while (Step(ref reader) == JsonTokenType.PropertyName)
        {
            var (isVersion, isNext) = (reader.ValueTextEquals("resourceVersion"u8), reader.ValueTextEquals("continue"u8));
            Step(ref reader);
            if (isVersion)
            {
                version = reader.GetString() ?? "";
            }
            else if (isNext)
            {
                next = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (Step(ref reader) != token)
        {
            throw new JsonException("it is no list");
        }
    }

    private static JsonTokenType Step(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw new JsonException("it ends too early");
}
