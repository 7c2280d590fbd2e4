using System.Globalization;
using System.Text.Json;
using Rollout.Probes.Expecting;

namespace Rollout.Probes.Json.Schemas;

/// <summary>A schema that values are held against. Free of <see cref="SchemaValidation.Problems"/>; what is not is asserted as far as it goes.</summary>
public sealed class JsonSchema(JsonElement root)
{
    // References that lead in a ring are bounded here; validation cannot see every ring.
    private const int Deepest = 200;

    /// <summary>The first place that does not fit; null where all does.</summary>
    public SchemaFault? FirstFault(JsonElement value) => Check(root, value, "$", 0);

    /// <summary>What a local reference (<c>#</c>, <c>#/$defs/name</c>) stands for; null for any other.</summary>
    internal static JsonElement? Resolve(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        var here = root;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(name, out here))
            {
                return null;
            }
        }

        return here;
    }

    private SchemaFault? Check(JsonElement schema, JsonElement value, string path, int depth)
    {
        if (schema.ValueKind == JsonValueKind.True || schema.ValueKind != JsonValueKind.Object && schema.ValueKind != JsonValueKind.False)
        {
            return null;
        }

        if (schema.ValueKind == JsonValueKind.False || depth > Deepest)
        {
            return new(path, depth > Deepest ? "reached by fewer references" : "absent", Shown(value));
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (One(keyword, schema, value, path, depth) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private SchemaFault? One(JsonProperty keyword, JsonElement schema, JsonElement value, string path, int depth) => keyword.Name switch
    {
        "type" => TypeFits(keyword.Value, value) ? null : new(path, Types(keyword.Value), Shown(value)),
        "enum" => keyword.Value.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)) ? null : new(path, $"one of {Clip(keyword.Value)}", Shown(value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? null : new(path, Clip(keyword.Value), Shown(value)),
        "$ref" => Resolve(root, keyword.Value.GetString()!) is { } target ? Check(target, value, path, depth + 1) : null,
        "allOf" => keyword.Value.EnumerateArray().Select(s => Check(s, value, path, depth + 1)).FirstOrDefault(f => f is not null),
        "anyOf" => keyword.Value.EnumerateArray().Any(s => Fits(s, value, depth)) ? null : new(path, "one of the schemas of anyOf", Shown(value)),
        "oneOf" => keyword.Value.EnumerateArray().Count(s => Fits(s, value, depth)) is var many && many == 1 ? null
            : new(path, "exactly one of the schemas of oneOf", many == 0 ? Shown(value) : string.Create(CultureInfo.InvariantCulture, $"a value that fits {many}")),
        "not" => Fits(keyword.Value, value, depth) ? new(path, "none that fits the schema of not", Shown(value)) : null,
        "if" => schema.TryGetProperty(Fits(keyword.Value, value, depth) ? "then" : "else", out var branch) ? Check(branch, value, path, depth + 1) : null,
        _ => value.ValueKind switch
        {
            JsonValueKind.Object => SchemaObjects.One(keyword, schema, value, path, (s, v, p) => Check(s, v, p, depth + 1)),
            JsonValueKind.Array => SchemaArrays.One(keyword, schema, value, path, (s, v, p) => Check(s, v, p, depth + 1)),
            JsonValueKind.String => Text(keyword, value, path),
            JsonValueKind.Number => Number(keyword, value, path),
            _ => null,
        },
    };

    private bool Fits(JsonElement schema, JsonElement value, int depth) => Check(schema, value, "$", depth + 1) is null;

    private static SchemaFault? Text(JsonProperty keyword, JsonElement value, string path)
    {
        // Lengths count code points (RFC 8259), not UTF-16 units.
        var fits = keyword.Name switch
        {
            "minLength" => value.GetString()!.EnumerateRunes().Count() >= keyword.Value.GetInt32(),
            "maxLength" => value.GetString()!.EnumerateRunes().Count() <= keyword.Value.GetInt32(),
            "pattern" => Patterns.IsMatch(keyword.Value.GetString()!, value.GetString()!),
            _ => true,
        };
        return fits ? null : new(path, keyword.Name == "pattern" ? $"a text that matches {keyword.Value.GetString()}" : $"a text of {keyword.Name} {keyword.Value}", Shown(value));
    }

    private static SchemaFault? Number(JsonProperty keyword, JsonElement value, string path)
    {
        if (keyword.Value.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        var fits = value.TryGetDecimal(out var exact) && keyword.Value.TryGetDecimal(out var bound)
            ? Compare(keyword.Name, exact, bound, () => bound != 0 && exact % bound == 0)
            : Compare(keyword.Name, value.GetDouble(), keyword.Value.GetDouble(), () => Math.IEEERemainder(value.GetDouble(), keyword.Value.GetDouble()) == 0);
        return fits ? null : new(path, $"a number of {keyword.Name} {keyword.Value}", Shown(value));
    }

    private static bool Compare<T>(string keyword, T value, T bound, Func<bool> divides)
        where T : IComparable<T> => keyword switch
    {
        "minimum" => value.CompareTo(bound) >= 0,
        "maximum" => value.CompareTo(bound) <= 0,
        "exclusiveMinimum" => value.CompareTo(bound) > 0,
        "exclusiveMaximum" => value.CompareTo(bound) < 0,
        "multipleOf" => divides(),
        _ => true,
    };

    private static bool TypeFits(JsonElement types, JsonElement value) =>
        types.ValueKind == JsonValueKind.String ? IsOf(types.GetString()!, value) : types.EnumerateArray().Any(t => IsOf(t.GetString()!, value));

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,

        // 1.0 is an integer in this draft.
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()).Equals(value.GetDouble()),
        _ => false,
    };

    private static string Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.String ? types.GetString()! : string.Join(" or ", types.EnumerateArray().Select(t => t.GetString()));

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => Clip(value),
    };

    private static string Clip(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 100 ? text : text[..100] + "…";
    }
}
