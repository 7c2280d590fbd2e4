using System.Text.Json.Nodes;
using System.Globalization;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>The limits that an OpenAPI schema puts on one value: enum, range, length, pattern, number of items.</summary>
internal static class SchemaLimits
{
    public static IEnumerable<FieldProblem> Check(JsonNode value, JsonObject schema, string path)
    {
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            yield return FieldProblem.NotSupported(path, value.ToJsonString(), allowed.Select(one => one?.ToString() ?? "null"));
        }

        if (value.Text() is { } text)
        {
            foreach (var problem in Text(text, schema, path))
            {
                yield return problem;
            }
        }
        else if (value is JsonArray list)
        {
            if (schema.Whole("maxItems") is { } most && list.Count > most)
            {
                yield return new FieldProblem("FieldValueTooMany", path, $"Too many: {list.Count}: must have at most {most} items");
            }

            if (schema.Whole("minItems") is { } least && list.Count < least)
            {
                yield return FieldProblem.Invalid(path, $"Invalid value: {list.Count}: {path} in body should have at least {least} items");
            }
        }
        else if (value is JsonObject map && schema.Whole("maxProperties") is { } limit && map.Count > limit)
        {
            yield return new FieldProblem("FieldValueTooMany", path, $"Too many: {map.Count}: must have at most {limit} items");
        }
        else if (value is JsonValue number && TypeNames.Of(number) is "integer" or "number")
        {
            foreach (var problem in Number((JsonValue)value, schema, path))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<FieldProblem> Text(string text, JsonObject schema, string path)
    {
        if (schema.Whole("maxLength") is { } most && text.Length > most)
        {
            yield return new FieldProblem("FieldValueTooLong", path, $"Too long: may not be more than {most} bytes");
        }

        if (schema.Whole("minLength") is { } least && text.Length < least)
        {
            yield return FieldProblem.Invalid(path, $"Invalid value: \"{text}\": {path} in body should be at least {least} chars long");
        }

        if (schema.Text("format") == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            yield return new FieldProblem("FieldValueTypeInvalid", path, $"Invalid value: \"{text}\": {path} in body must be of type date-time: \"{text}\"");
        }

        if (schema.Text("pattern") is { } pattern && !Re2.IsMatch(text, pattern))
        {
            yield return FieldProblem.Invalid(path, $"Invalid value: \"{text}\": {path} in body should match '{pattern}'");
        }
    }

    private static IEnumerable<FieldProblem> Number(JsonValue value, JsonObject schema, string path)
    {
        var number = value.Whole() ?? value.GetValue<double>();
        if (Limit(schema, "maximum") is { } most && (number > most || schema.Flag("exclusiveMaximum") && number == most))
        {
            yield return FieldProblem.Invalid(path, $"Invalid value: {value.ToJsonString()}: {path} in body should be less than or equal to {schema["maximum"]!.ToJsonString()}");
        }

        if (Limit(schema, "minimum") is { } least && (number < least || schema.Flag("exclusiveMinimum") && number == least))
        {
            yield return FieldProblem.Invalid(path, $"Invalid value: {value.ToJsonString()}: {path} in body should be greater than or equal to {schema["minimum"]!.ToJsonString()}");
        }
    }

    private static double? Limit(JsonObject schema, string name) =>
        schema[name] is JsonValue value ? value.Whole() ?? value.GetValue<double>() : null;
}
