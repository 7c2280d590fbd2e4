using System.Text.Json;
using System.Text.RegularExpressions;
using Rollout.Charts.Tests.Templates;

namespace Rollout.Charts.Tests.Schema;

/// <summary>The part of JSON schema (draft 7) that values.schema.json uses; a keyword that is not served here is a fault.</summary>
internal static class ValueSchema
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<string> Problems(JsonElement schema, object? value)
    {
        var problems = new List<string>();
        Check(schema, value, "", problems);
        return problems;
    }

    private static void Check(JsonElement schema, object? value, string path, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (Broken(keyword.Name, keyword.Value, schema, value, path, problems))
            {
                problems.Add($"{(path.Length == 0 ? "(root)" : path)}: {keyword.Name} {keyword.Value.GetRawText()}");
            }
        }
    }

    private static bool Broken(string keyword, JsonElement rule, JsonElement schema, object? value, string path, List<string> problems)
    {
        switch (keyword, value)
        {
            case ("$schema" or "title", _):
                return false;
            case ("type", _):
                return rule.ValueKind == JsonValueKind.Array ? !rule.EnumerateArray().Any(one => IsOf(one.GetString()!, value)) : !IsOf(rule.GetString()!, value);
            case ("enum", string text):
                return !rule.EnumerateArray().Any(one => one.GetString() == text);
            case ("pattern", string text):
                return !Regex.IsMatch(text, rule.GetString()!, RegexOptions.CultureInvariant, Longest);
            case ("maxLength", string text):
                return text.Length > rule.GetInt32();
            case ("minimum", double number):
                return number < rule.GetDouble();
            case ("maximum", double number):
                return number > rule.GetDouble();
            case ("minItems", List<object?> list):
                return list.Count < rule.GetInt32();
            case ("uniqueItems", List<object?> list):
                return rule.GetBoolean() && list.Distinct().Count() != list.Count;
            case ("items", List<object?> list):
                for (var i = 0; i < list.Count; i++)
                {
                    Check(rule, list[i], $"{path}[{i}]", problems);
                }

                return false;
            case ("required", Dictionary<string, object?> map):
                return rule.EnumerateArray().Any(one => !map.ContainsKey(one.GetString()!));
            case ("properties", Dictionary<string, object?> map):
                foreach (var property in rule.EnumerateObject().Where(property => map.ContainsKey(property.Name)))
                {
                    Check(property.Value, map[property.Name], $"{path}.{property.Name}".TrimStart('.'), problems);
                }

                return false;
            case ("additionalProperties", Dictionary<string, object?> map):
                return Additional(rule, schema, map, path, problems);
            case ("enum" or "pattern" or "maxLength" or "minimum" or "maximum" or "minItems" or "uniqueItems" or "items" or "required" or "properties" or "additionalProperties", _):
                return false;
            default:
                throw new TemplateFault($"values.schema.json: {keyword} is not served here");
        }
    }

    private static bool Additional(JsonElement rule, JsonElement schema, Dictionary<string, object?> map, string path, List<string> problems)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(one => one.Name).ToHashSet(StringComparer.Ordinal) : [];
        var others = map.Where(pair => !known.Contains(pair.Key)).ToList();
        if (rule.ValueKind == JsonValueKind.Object)
        {
            foreach (var (key, value) in others)
            {
                Check(rule, value, $"{path}.{key}".TrimStart('.'), problems);
            }
        }

        return rule.ValueKind == JsonValueKind.False && others.Count > 0;
    }

    private static bool IsOf(string type, object? value) => type switch
    {
        "null" => value is null,
        "string" => value is string,
        "boolean" => value is bool,
        "integer" => value is double number && double.IsInteger(number),
        "number" => value is double,
        "object" => value is Dictionary<string, object?>,
        "array" => value is List<object?>,
        _ => throw new TemplateFault($"values.schema.json: the type {type} is not served here"),
    };
}
