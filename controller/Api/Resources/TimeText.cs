using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Api.Resources;

/// <summary>Times as the Kubernetes API writes them: RFC 3339 in UTC, to the second.</summary>
public sealed class TimeText : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time
            : throw new JsonException("a time is written as RFC 3339 has it");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
