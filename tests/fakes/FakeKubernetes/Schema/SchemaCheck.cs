using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.FakeKubernetes.Cel;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Holds a custom resource to the schema and the CEL rules of its CRD; every problem at once.</summary>
internal static class SchemaCheck
{
    public static IReadOnlyList<FieldProblem> Check(JsonObject value, JsonObject? before, SchemaNode schema)
    {
        var problems = new List<FieldProblem>();
        foreach (var (name, field) in schema.Fields.Where(field => field.Value.Constraints is not null))
        {
            if (value.TryGetPropertyValue(name, out var child))
            {
                Value(child, field, name, problems);
            }
        }

        problems.AddRange(Missing(value, schema, ""));
        if (schema.Constraints?.Raw.Map("properties", "metadata", "properties", "name") is { } limits && value.At("metadata", "name") is { } named)
        {
            problems.AddRange(SchemaLimits.Check(named, limits, "metadata.name"));
        }

        if (problems.Exists(problem => problem.Blocks))
        {
            if (HasRules(schema))
            {
                problems.Add(FieldProblem.Invalid("<nil>",
                    "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
            }

            return problems;
        }

        Rules(value, before, schema, "", problems);
        return problems;
    }

    private static IEnumerable<FieldProblem> Missing(JsonObject map, SchemaNode schema, string path) =>
        (schema.Constraints?.Required ?? []).Where(name => !map.ContainsKey(name)).Select(name => FieldProblem.Required(Join(path, name)));

    private static void Value(JsonNode? value, SchemaNode schema, string path, List<FieldProblem> problems)
    {
        var constraints = schema.Constraints;
        if (value is null && constraints?.Nullable == true)
        {
            return;
        }

        // An object of unknown fields is merged as anything is, but it is an object.
        var openObject = schema.Kind == SchemaKind.Any && constraints?.Raw.Text("type") == "object";
        if (openObject ? value is not JsonObject : !TypeNames.Fits(value, schema.Kind))
        {
            var found = TypeNames.Of(value);
            problems.Add(new FieldProblem("FieldValueTypeInvalid", path,
                $"Invalid value: \"{found}\": {path} in body must be of type {(openObject ? "object" : TypeNames.Of(schema.Kind))}: \"{found}\""));
            return;
        }

        if (constraints is not null && value is not null)
        {
            problems.AddRange(SchemaLimits.Check(value, constraints.Raw, path));
        }

        Below(value, schema, path, problems);
    }

    private static void Below(JsonNode? value, SchemaNode schema, string path, List<FieldProblem> problems)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, child) in map)
                {
                    if (schema.Field(name) is { } field)
                    {
                        Value(child, field, Join(path, name), problems);
                    }
                }

                problems.AddRange(Missing(map, schema, path));
                break;
            case JsonArray list when schema.Element is { } element:
                for (var i = 0; i < list.Count; i++)
                {
                    Value(list[i], element, $"{path}[{i}]", problems);
                }

                Duplicates(list, schema, path, problems);
                break;
        }
    }

    private static void Duplicates(JsonArray list, SchemaNode schema, string path, List<FieldProblem> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count && schema.List != ListKind.Atomic; i++)
        {
            if (Fields.FieldEdges.Item(list[i], schema) is { } edge && !seen.Add(edge))
            {
                problems.Add(new FieldProblem("FieldValueDuplicate", $"{path}[{i}]", $"Duplicate value: {edge[2..]}"));
            }
        }
    }

    private static bool HasRules(SchemaNode schema) =>
        schema.Constraints is { Rules.Count: > 0 } || schema.Fields.Values.Where(field => field.Constraints is not null).Any(HasRules)
            || schema.Element is { } element && HasRules(element);

    private static void Rules(JsonNode? value, JsonNode? before, SchemaNode schema, string path, List<FieldProblem> problems)
    {
        if (value is null)
        {
            return;
        }

        foreach (var rule in schema.Constraints?.Rules ?? [])
        {
            if (Broken(rule, value, before) is { } problem)
            {
                var field = path.Length == 0 ? "<nil>" : path;
                problems.Add(FieldProblem.Invalid(rule.Text("fieldPath") is { } more ? Join(path, more.TrimStart('.')) : field,
                    $"Invalid value: {problem}") with
                {
                    Reason = rule.Text("reason") ?? "FieldValueInvalid",
                });
            }
        }

        if (value is JsonObject map)
        {
            foreach (var (name, child) in map)
            {
                if (schema.Field(name) is { Constraints: not null } field)
                {
                    Rules(child, before.At(name), field, Join(path, name), problems);
                }
            }
        }
        else if (value is JsonArray list && schema.Element is { } element)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Rules(list[i], null, element, $"{path}[{i}]", problems);
            }
        }
    }

    private static string? Broken(JsonObject rule, JsonNode value, JsonNode? before)
    {
        var text = rule.Text("rule")!;
        var compares = Regex.IsMatch(text, @"\boldSelf\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (compares && before is null)
        {
            return null;
        }

        try
        {
            var names = new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = CelValues.From(value),
                ["oldSelf"] = CelValues.From(before) };
            var evaluator = new CelEvaluator(names);
            return evaluator.Flag(CelParser.Parse(text)) ? null
                : rule.Text("messageExpression") is { } expression ? evaluator.Evaluate(CelParser.Parse(expression))?.ToString()
                : rule.Text("message") ?? $"failed rule: {text}";
        }
        catch (CelFault fault)
        {
            return $"{text}: {fault.Message}";
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
