using System.Text.Json;
using Rollout.Probes.Expecting;

namespace Rollout.Probes.Json.Schemas;

/// <summary>The keywords about objects.</summary>
internal static class SchemaObjects
{
    public static SchemaFault? One(
        JsonProperty keyword, JsonElement schema, JsonElement value, string path, Func<JsonElement, JsonElement, string, SchemaFault?> check)
    {
        switch (keyword.Name)
        {
            case "properties":
                return keyword.Value.EnumerateObject()
                    .Select(p => value.TryGetProperty(p.Name, out var member) ? check(p.Value, member, Member(path, p.Name)) : null)
                    .FirstOrDefault(f => f is not null);
            case "required":
                return keyword.Value.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !value.TryGetProperty(r, out _)) is { } missing
                    ? new(Member(path, missing), "there", "nothing")
                    : null;
            case "patternProperties":
                return keyword.Value.EnumerateObject()
                    .SelectMany(p => value.EnumerateObject().Where(m => Patterns.IsMatch(p.Name, m.Name)).Select(m => check(p.Value, m.Value, Member(path, m.Name))))
                    .FirstOrDefault(f => f is not null);
            case "additionalProperties":
                return value.EnumerateObject().Where(m => !Known(schema, m.Name))
                    .Select(m => check(keyword.Value, m.Value, Member(path, m.Name))).FirstOrDefault(f => f is not null);
            case "propertyNames":
                return value.EnumerateObject()
                    .Select(m => check(keyword.Value, JsonSerializer.SerializeToElement(m.Name), Member(path, m.Name))).FirstOrDefault(f => f is not null);
            case "minProperties" when value.EnumerateObject().Count() < keyword.Value.GetInt32():
            case "maxProperties" when value.EnumerateObject().Count() > keyword.Value.GetInt32():
                return new(path, $"an object of {keyword.Name} {keyword.Value}", FormattableString.Invariant($"one of {value.EnumerateObject().Count()}"));
            default:
                return null;
        }
    }

    /// <summary>The JSON path of a member.</summary>
    public static string Member(string path, string name) =>
        name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') ? $"{path}.{name}"
            : $"{path}['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";

    private static bool Known(JsonElement schema, string name) =>
        (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _))
        || (schema.TryGetProperty("patternProperties", out var patterns) && patterns.EnumerateObject().Any(p => Patterns.IsMatch(p.Name, name)));
}
