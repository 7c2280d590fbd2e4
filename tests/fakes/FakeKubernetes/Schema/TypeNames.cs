using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Names of JSON types as the server's messages use them.</summary>
internal static class TypeNames
{
    public static string Of(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.Whole() is null ? "number" : "integer",
        _ => "boolean",
    };

    public static string Of(SchemaKind kind) => kind switch
    {
        SchemaKind.Struct or SchemaKind.Map => "object",
        SchemaKind.List => "array",
        SchemaKind.Integer => "integer",
        SchemaKind.Number => "number",
        SchemaKind.Bool => "boolean",
        _ => "string",
    };

    public static bool Fits(JsonNode? value, SchemaKind kind) => kind switch
    {
        SchemaKind.Any => true,
        SchemaKind.IntOrText => Of(value) is "integer" or "string",
        SchemaKind.Number => Of(value) is "integer" or "number",
        _ => Of(value) == Of(kind),
    };

    /// <summary>Why a value cannot be read as a built-in type, or null.</summary>
    public static string? Mismatch(JsonNode value, SchemaKind kind)
    {
        if (!Fits(value, kind))
        {
            return $"json: cannot unmarshal {Of(value)} into a field of type {Of(kind)}";
        }

        return kind is SchemaKind.Time or SchemaKind.MicroTime
            && !DateTimeOffset.TryParse(value.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? $"parsing time \"{value.Text()}\": cannot parse as RFC 3339"
            : null;
    }
}
