using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Api.Resources;

/// <summary>Decimals in status are strings: JSON numbers lose digits on their way through other people's parsers.</summary>
public sealed class DecimalText : JsonConverter<decimal>
{
    private const int Digits = 6;

    /// <summary>The nearest decimal with six digits after the point; null for what is no number, and for what no decimal holds.</summary>
    public static decimal? Of(double? value) =>
        value is { } number && Math.Abs(number) < 1e15 ? Math.Round((decimal)number, Digits) / 1.000000m : null;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && decimal.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException("a decimal is written as a string");

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("0.############################", CultureInfo.InvariantCulture));
}
