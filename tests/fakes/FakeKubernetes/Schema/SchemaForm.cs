using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>What every node of a structural schema must hold to: types, what may stand beside what, and what is not served at all.</summary>
internal static class SchemaForm
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] Refused = ["$ref", "$schema", "additionalItems", "definitions", "dependencies", "id", "patternProperties"];

    public static IEnumerable<FieldProblem> Check(JsonObject schema, string path) => Type(schema, path).Concat(Parts(schema, path)).Concat(Extensions(schema, path));

    private static IEnumerable<FieldProblem> Type(JsonObject schema, string path)
    {
        var (either, open) = (schema.Flag("x-kubernetes-int-or-string"), schema.Flag("x-kubernetes-preserve-unknown-fields"));
        var type = schema.Text("type");
        if (type is null && !either && !open)
        {
            var where = path.EndsWith(".items", StringComparison.Ordinal) ? "for specified array items"
                : path.EndsWith("openAPIV3Schema", StringComparison.Ordinal) ? "at the root" : "for specified object fields";
            yield return FieldProblem.Required($"{path}.type", $"must not be empty {where}");
        }

        if (type is not null && either)
        {
            yield return FieldProblem.Invalid($"{path}.type", $"Invalid value: \"{type}\": must be empty if x-kubernetes-int-or-string is true");
        }

        if (type is not null && !Types.Contains(type, StringComparer.Ordinal))
        {
            yield return FieldProblem.NotSupported($"{path}.type", $"\"{type}\"", Types);
        }

        if (schema.Flag("x-kubernetes-embedded-resource") && type != "object")
        {
            yield return FieldProblem.Invalid($"{path}.type", $"Invalid value: \"{type}\": must be object if x-kubernetes-embedded-resource is true");
        }
    }

    private static IEnumerable<FieldProblem> Parts(JsonObject schema, string path)
    {
        if (schema.ContainsKey("properties") && schema.ContainsKey("additionalProperties"))
        {
            yield return FieldProblem.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        }

        if (schema.Text("type") == "array" && !schema.ContainsKey("items"))
        {
            yield return FieldProblem.Required($"{path}.items", "must be specified");
        }

        if (schema["items"] is JsonArray)
        {
            yield return FieldProblem.Forbidden($"{path}.items", "items must be a schema object and not an array");
        }

        if (schema.Flag("uniqueItems"))
        {
            yield return FieldProblem.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        foreach (var name in schema.Texts("required").Where(name => schema.Map("properties")?.ContainsKey(name) != true))
        {
            yield return FieldProblem.Invalid($"{path}.required", $"Invalid value: \"{name}\": is not among the properties");
        }

        foreach (var key in Refused.Where(schema.ContainsKey))
        {
            yield return FieldProblem.Forbidden($"{path}.{key}", $"{key} is not supported");
        }

        if (schema.Text("pattern") is { } pattern && Re2.Fault(pattern) is { } fault)
        {
            yield return FieldProblem.Invalid($"{path}.pattern", $"Invalid value: \"{pattern}\": must be a valid regular expression, but isn't: {fault}");
        }
    }

    private static IEnumerable<FieldProblem> Extensions(JsonObject schema, string path)
    {
        if (schema["x-kubernetes-preserve-unknown-fields"] is not null && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
        {
            yield return FieldProblem.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", "Invalid value: false: must be true or undefined");
        }

        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            foreach (var key in new[] { "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource" }.Where(key => schema.Flag(key)))
            {
                yield return FieldProblem.Invalid($"{path}.{key}", "Invalid value: true: must be false if x-kubernetes-int-or-string is true");
            }
        }

        if (schema.Text("x-kubernetes-map-type") is { } map)
        {
            if (schema.Text("type") != "object")
            {
                yield return FieldProblem.Invalid($"{path}.type", $"Invalid value: \"{schema.Text("type")}\": must be object if x-kubernetes-map-type is specified");
            }

            if (map is not ("atomic" or "granular"))
            {
                yield return FieldProblem.NotSupported($"{path}.x-kubernetes-map-type", $"\"{map}\"", ["atomic", "granular"]);
            }
        }
    }
}
