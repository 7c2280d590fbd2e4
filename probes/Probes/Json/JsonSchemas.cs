using System.Collections.Concurrent;
using System.Text.Json;
using Rollout.Api;
using Rollout.Probes.Json.Schemas;

namespace Rollout.Probes.Json;

/// <summary>JSON schemas by their text: read once.</summary>
internal static class JsonSchemas
{
    private const int MostKept = 4096;
    private static readonly ConcurrentDictionary<string, JsonSchema> Kept = new(StringComparer.Ordinal);

    /// <summary>The schema; its text is free of <see cref="Problems"/>.</summary>
    public static JsonSchema Of(string text)
    {
        if (Kept.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept[text] = new JsonSchema(JsonSerializer.Deserialize<JsonElement>(text));
    }

    public static IReadOnlyList<Problem> Problems(string text, string path)
    {
        try
        {
            return SchemaValidation.Problems(JsonSerializer.Deserialize<JsonElement>(text), path);
        }
        catch (JsonException e)
        {
            return [new Problem(path, $"this is no JSON: {e.Message}", "write a JSON schema")];
        }
    }
}
