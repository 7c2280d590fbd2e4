using System.Globalization;
using System.Text.Json;

namespace Rollout.Probes.Json.Schemas;

/// <summary>The keywords about arrays.</summary>
internal static class SchemaArrays
{
    public static SchemaFault? One(
        JsonProperty keyword, JsonElement schema, JsonElement value, string path, Func<JsonElement, JsonElement, string, SchemaFault?> check)
    {
        var length = value.GetArrayLength();
        switch (keyword.Name)
        {
            case "prefixItems":
                return keyword.Value.EnumerateArray().Take(length).Select((s, i) => check(s, value[i], Item(path, i))).FirstOrDefault(f => f is not null);
            case "items":
                var first = schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
                return value.EnumerateArray().Skip(first).Select((item, i) => check(keyword.Value, item, Item(path, first + i))).FirstOrDefault(f => f is not null);
            case "contains":
                return Contains(keyword, schema, value, path, check);
            case "minItems" when length < keyword.Value.GetInt32():
            case "maxItems" when length > keyword.Value.GetInt32():
                return new(path, $"an array of {keyword.Name} {keyword.Value}", FormattableString.Invariant($"one of {length}"));
            case "uniqueItems" when keyword.Value.ValueKind == JsonValueKind.True && Twice(value) is { } twice:
                return new(Item(path, twice), "unlike the items before it", "an equal one");
            default:
                return null;
        }
    }

    private static SchemaFault? Contains(
        JsonProperty keyword, JsonElement schema, JsonElement value, string path, Func<JsonElement, JsonElement, string, SchemaFault?> check)
    {
        var fitting = value.EnumerateArray().Count(item => check(keyword.Value, item, path) is null);
        var least = schema.TryGetProperty("minContains", out var min) ? min.GetInt32() : 1;
        var most = schema.TryGetProperty("maxContains", out var max) ? max.GetInt32() : int.MaxValue;
        return fitting >= least && fitting <= most ? null
            : new(path, FormattableString.Invariant($"an array with at least {least} fitting item(s){(most < int.MaxValue ? $" and at most {most}" : "")}"),
                FormattableString.Invariant($"one with {fitting}"));
    }

    /// <summary>The index of an item that stood before.</summary>
    private static int? Twice(JsonElement array)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return array.EnumerateArray().Select((item, i) => (Item: item, Index: i))
            .Where(i => !seen.Add(Canonical(i.Item))).Select(i => (int?)i.Index).FirstOrDefault();
    }

    /// <summary>Equal values have the same text, whatever the order of their members.</summary>
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => JsonSerializer.Serialize(m.Name) + ":" + Canonical(m.Value)))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    private static string Item(string path, int index) => FormattableString.Invariant($"{path}[{index}]");
}
