using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Watching;

/// <summary>Reads <c>{"type":"ADDED","object":{…}}</c>. Pure.</summary>
internal static class WatchLines
{
    private const string InitialEnd = "k8s.io/initial-events-end";

    public static WatchLine<T> Read<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> json, string request)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new WatchLine<T>.Unreadable("a line is no object");
            }

            string? type = null;
            Utf8JsonReader later = default;
            var hasLater = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    type = reader.GetString();
                }
                else if (reader.ValueTextEquals("object"u8) && type is not null)
                {
                    return Read(ref reader, type, json, request);
                }
                else
                {
                    if (reader.ValueTextEquals("object"u8))
                    {
                        later = reader;
                        hasLater = true;
                    }

                    reader.Skip();
                }
            }

            return type is not null && hasLater ? Read(ref later, type, json, request) : new WatchLine<T>.Unreadable("a line has no type or no object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return new WatchLine<T>.Unreadable($"a line cannot be read: {e.Message}");
        }
    }

    private static WatchLine<T> Read<T>(ref Utf8JsonReader reader, string type, JsonTypeInfo<T> json, string request)
        where T : class
    {
        switch (type)
        {
            case "ADDED":
                return Changed(ref reader, ChangeKind.Added, json);
            case "MODIFIED":
                return Changed(ref reader, ChangeKind.Modified, json);
            case "DELETED":
                return Changed(ref reader, ChangeKind.Deleted, json);
            case "BOOKMARK":
                // It has metadata only: a caller's type might miss its required fields.
                var metadata = JsonSerializer.Deserialize(ref reader, ProtocolJson.Default.BookmarkDocument)?.Metadata;
                return metadata?.ResourceVersion is { Length: > 0 } version
                    ? new WatchLine<T>.Bookmark(version, metadata.Annotations?.GetValueOrDefault(InitialEnd) == "true")
                    : new WatchLine<T>.Unreadable("a bookmark has no version");
            case "ERROR":
                return JsonSerializer.Deserialize(ref reader, ProtocolJson.Default.StatusDocument) is { } status
                    ? new WatchLine<T>.Trouble(ApiErrors.InStream(request, status))
                    : new WatchLine<T>.Unreadable("an error says nothing");
            default:
                return new WatchLine<T>.Unreadable("a line is of a type that nobody knows");
        }
    }

    private static WatchLine<T> Changed<T>(ref Utf8JsonReader reader, ChangeKind kind, JsonTypeInfo<T> json)
        where T : class =>
        JsonSerializer.Deserialize(ref reader, json) is { } item
            ? new WatchLine<T>.Changed(kind, item)
            : new WatchLine<T>.Unreadable("an object is null");
}
