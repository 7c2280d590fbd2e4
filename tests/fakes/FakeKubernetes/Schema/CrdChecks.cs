using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Cel;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>
/// What a server demands of a CRD before it serves its kind: a structural schema, defaults that fit it, rules that can be read. The cost of
/// rules is not estimated here; texts, lists and maps that a rule walks must be bounded for a real server to take them.
/// </summary>
internal static class CrdChecks
{
    public static IEnumerable<FieldProblem> Check(JsonObject crd)
    {
        var wanted = $"{crd.Text("spec", "names", "plural")}.{crd.Text("spec", "group")}";
        if (crd.Text("metadata", "name") is { } name && name != wanted)
        {
            yield return FieldProblem.Invalid("metadata.name", $"Invalid value: \"{name}\": must be spec.names.plural+\".\"+spec.group");
        }

        var versions = crd.Maps("spec", "versions").ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            var path = $"spec.versions[{i}].schema.openAPIV3Schema";
            if (versions[i].Map("schema", "openAPIV3Schema") is not { } schema)
            {
                yield return FieldProblem.Required(path, "schemas are required");
                continue;
            }

            foreach (var problem in Node(schema, path))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<FieldProblem> Node(JsonObject schema, string path) =>
        Form(schema, path).Concat(List(schema, path)).Concat(Default(schema, path)).Concat(Rules(schema, path)).Concat(Below(schema, path));

    private static IEnumerable<FieldProblem> Form(JsonObject schema, string path)
    {
        var (either, open) = (schema.Flag("x-kubernetes-int-or-string"), schema.Flag("x-kubernetes-preserve-unknown-fields"));
        if (schema.Text("type") is null && !either && !open)
        {
            yield return FieldProblem.Required($"{path}.type", "must not be empty for specified object fields");
        }

        if (schema.Text("type") is not null && either)
        {
            yield return FieldProblem.Invalid($"{path}.type", $"Invalid value: \"{schema.Text("type")}\": must be empty if x-kubernetes-int-or-string is true");
        }

        if (schema.ContainsKey("properties") && schema.ContainsKey("additionalProperties"))
        {
            yield return FieldProblem.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        }

        if (schema.Text("type") == "array" && !schema.ContainsKey("items"))
        {
            yield return FieldProblem.Required($"{path}.items", "must be specified");
        }

        foreach (var name in schema.Texts("required").Where(name => schema.Map("properties")?.ContainsKey(name) != true))
        {
            yield return FieldProblem.Invalid($"{path}.required", $"Invalid value: \"{name}\": is not among the properties");
        }
    }

    private static IEnumerable<FieldProblem> List(JsonObject schema, string path)
    {
        var (kind, keys, items) = (schema.Text("x-kubernetes-list-type"), schema.Texts("x-kubernetes-list-map-keys").ToList(), schema.Map("items"));
        if (kind == "map" && keys.Count == 0)
        {
            yield return FieldProblem.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }

        foreach (var key in keys)
        {
            var needed = items.Texts("required").Contains(key, StringComparer.Ordinal) || items.At("properties", key, "default") is not null;
            if (items.Map("properties", key) is null)
            {
                yield return FieldProblem.Invalid($"{path}.x-kubernetes-list-map-keys", $"Invalid value: \"{key}\": entries have to be defined as properties of the items");
            }
            else if (!needed)
            {
                yield return FieldProblem.Required($"{path}.items.properties[{key}].default",
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            }
        }
    }

    private static IEnumerable<FieldProblem> Default(JsonObject schema, string path)
    {
        if (schema["default"] is not { } value)
        {
            return [];
        }

        // As the server does: the value takes the defaults below it, must lose nothing to pruning, and must be valid.
        var node = CrdSchemas.Read(new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["default"] = schema.DeepClone() } });
        var holder = new JsonObject { ["default"] = value.DeepClone() };
        var unknown = Shaping.Shape(holder, node, false).Unknown.Select(name => FieldProblem.Invalid($"{path}.default", $"Invalid value: {value.ToJsonString()}: must not have unknown fields: {name}"));
        return [.. unknown, .. SchemaCheck.Check(holder, null, node).Select(problem => problem with { Field = $"{path}.{problem.Field}" })];
    }

    private static IEnumerable<FieldProblem> Rules(JsonObject schema, string path)
    {
        var rules = schema.Maps("x-kubernetes-validations").ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            var place = $"{path}.x-kubernetes-validations[{i}]";
            if (Unreadable(rules[i].Text("rule") ?? "", schema) is { } fault)
            {
                yield return FieldProblem.Invalid($"{place}.rule", $"Invalid value: \"{rules[i].Text("rule")}\": compilation failed: {fault}");
            }

            if (rules[i].Text("message") is { } message && (message.Trim().Length == 0 || message.Contains('\n', StringComparison.Ordinal) || message.Length > 2048))
            {
                yield return FieldProblem.Invalid($"{place}.message", $"Invalid value: \"{message}\": message must be one line of 1 to 2048 characters");
            }

            if (rules[i].Text("fieldPath") is { } field && !Leads(schema, field))
            {
                yield return FieldProblem.Invalid($"{place}.fieldPath", $"Invalid value: \"{field}\": fieldPath must be a valid path: does not refer to a valid field");
            }
        }
    }

    private static string? Unreadable(string rule, JsonObject schema)
    {
        try
        {
            return RuleFields.Undefined(CelParser.Parse(rule), schema) is [var first, ..] ? $"undefined field '{first}'" : null;
        }
        catch (CelFault fault)
        {
            return fault.Message;
        }
    }

    private static bool Leads(JsonObject schema, string field)
    {
        var at = schema;
        foreach (var name in field.TrimStart('.').Split('.'))
        {
            if (at.Map("properties", name) is not { } below)
            {
                return false;
            }

            at = below;
        }

        return field.StartsWith('.');
    }

    private static IEnumerable<FieldProblem> Below(JsonObject schema, string path)
    {
        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            // Of the metadata only the name may be restricted, and its fields are not the CRD's.
            foreach (var problem in property is JsonObject below && (name != "metadata" || !path.EndsWith("openAPIV3Schema", StringComparison.Ordinal))
                ? Node(below, $"{path}.properties[{name}]") : [])
            {
                yield return problem;
            }
        }

        foreach (var part in new[] { "items", "additionalProperties" })
        {
            foreach (var problem in schema.Map(part) is { } below ? Node(below, $"{path}.{part}") : [])
            {
                yield return problem;
            }
        }
    }
}
