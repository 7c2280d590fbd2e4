using System.Text.Json;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Probes.Expecting;

namespace Rollout.Probes.Json.Schemas;

/// <summary>Whether a schema can be asserted: every problem at once, with its place. Pure.</summary>
public static class SchemaValidation
{
    private const int Deepest = 40;
    private static readonly string[] OfSchemas = ["allOf", "anyOf", "oneOf", "prefixItems"];
    private static readonly string[] OfNamedSchemas = ["properties", "patternProperties", "$defs"];
    private static readonly string[] OfSchema = ["additionalProperties", "propertyNames", "items", "contains", "not", "if", "then", "else"];

    private static readonly string[] OfCounts =
        ["minProperties", "maxProperties", "minContains", "maxContains", "minItems", "maxItems", "minLength", "maxLength"];

    private static readonly string[] OfNumbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    public static IReadOnlyList<Problem> Problems(JsonElement schema, string path)
    {
        var problems = new List<Problem>();
        Look(schema, schema, path, 0, problems);
        return problems;
    }

    private static void Look(JsonElement schema, JsonElement root, string path, int depth, List<Problem> problems)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            problems.Add(depth > Deepest ? new(path, "schemas stand more than 40 deep in one another", "write it flatter")
                : new(path, $"a schema is an object, true or false, not {schema.ValueKind}", "write {type: ...}"));
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var place = $"{path}.{keyword.Name}";
            if (Below(keyword, place) is { } below)
            {
                foreach (var (inner, at) in below)
                {
                    Look(inner, root, at, depth + 1, problems);
                }
            }
            else if (Wrong(keyword, root) is var (what, mend))
            {
                problems.Add(new(place, what, mend));
            }
        }
    }

    /// <summary>The schemas under a keyword; null where it holds none, or not in its form.</summary>
    private static IEnumerable<(JsonElement Schema, string Place)>? Below(JsonProperty keyword, string place)
    {
        if (OfSchema.Contains(keyword.Name, StringComparer.Ordinal))
        {
            return [(keyword.Value, place)];
        }

        if (OfSchemas.Contains(keyword.Name, StringComparer.Ordinal) && keyword.Value.ValueKind == JsonValueKind.Array && keyword.Value.GetArrayLength() > 0)
        {
            return keyword.Value.EnumerateArray().Select((s, i) => (s, FormattableString.Invariant($"{place}[{i}]")));
        }

        if (OfNamedSchemas.Contains(keyword.Name, StringComparer.Ordinal) && keyword.Value.ValueKind == JsonValueKind.Object
            && (keyword.Name != "patternProperties" || keyword.Value.EnumerateObject().All(p => Patterns.Fault(p.Name) is null)))
        {
            return keyword.Value.EnumerateObject().Select(p => (p.Value, $"{place}.{p.Name}"));
        }

        return null;
    }

    private static (string What, string Mend)? Wrong(JsonProperty keyword, JsonElement root)
    {
        var (name, value) = (keyword.Name, keyword.Value);
        if (!SchemaKeywords.Asserted.Contains(name, StringComparer.Ordinal))
        {
            return SchemaKeywords.Annotations.Contains(name, StringComparer.Ordinal) ? null : Unknown(name);
        }

        var fits = name switch
        {
            "type" => Names(value) is { } types && types.All(t => SchemaKeywords.Types.Contains(t, StringComparer.Ordinal)),
            "enum" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0,
            "required" => value.ValueKind == JsonValueKind.Array && Names(value) is not null,
            "pattern" => value.ValueKind == JsonValueKind.String && Patterns.Fault(value.GetString()!) is null,
            "uniqueItems" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "$ref" => value.ValueKind == JsonValueKind.String && JsonSchema.Resolve(root, value.GetString()!) is not null,
            "const" => true,
            _ when OfCounts.Contains(name, StringComparer.Ordinal) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n >= 0,
            _ when OfNumbers.Contains(name, StringComparer.Ordinal) =>
                value.ValueKind == JsonValueKind.Number && (name != "multipleOf" || value.GetDouble() > 0),
            _ => false,
        };
        return fits ? null : ($"{name} cannot be {Redaction.Shown(value.GetRawText(), 60)}", Mend(name));
    }

    private static (string, string) Unknown(string name)
    {
        var near = NearestName.Of(name, SchemaKeywords.Asserted);
        return ($"the keyword '{name}' is not understood",
            (near is null ? "remove it" : $"did you mean '{near}'?") + $"; known are {string.Join(", ", SchemaKeywords.Asserted)}");
    }

    private static string Mend(string name) => name switch
    {
        "type" => $"write one of {string.Join(", ", SchemaKeywords.Types)}, or a list of them",
        "$ref" => "refer to a schema of this document that does not lead back to itself: #/$defs/name",
        "pattern" or "patternProperties" => "write a regular expression without look-around and back-references",
        "enum" or "required" or "allOf" or "anyOf" or "oneOf" or "prefixItems" => "write a list",
        "properties" or "$defs" => "write a map of schemas",
        "uniqueItems" => "write true or false",
        "multipleOf" => "write a number above 0",
        _ => "write a number of 0 or more",
    };

    /// <summary>One text, or a list of texts.</summary>
    private static List<string>? Names(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(v => v.GetString()!)],
        _ => null,
    };
}
