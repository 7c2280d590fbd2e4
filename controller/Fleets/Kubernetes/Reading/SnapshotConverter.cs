using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Takes of an object what fleets need and lets the rest go: thousands of workloads are kept in memory. Never written.</summary>
public abstract class SnapshotConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Take(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is only read: it does not have every field");

    /// <summary>What is kept; nothing of the element itself.</summary>
    protected abstract T Take(JsonElement element);
}
