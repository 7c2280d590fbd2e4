using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>What only the root of a CRD's schema must hold to.</summary>
internal static class SchemaRoot
{
    /// <summary>So that nothing is lost when the status is checked by itself.</summary>
    private static readonly HashSet<string> BesideStatus = new(StringComparer.Ordinal)
    {
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
        "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields",
        "x-kubernetes-validations",
    };

    public static IEnumerable<FieldProblem> Check(JsonObject schema, bool hasStatus, string path)
    {
        if (schema.Text("type") is { } type && type != "object")
        {
            yield return FieldProblem.Invalid(path + ".type", $"Invalid value: \"{type}\": must be object at the root");
        }

        if (schema.ContainsKey("additionalProperties"))
        {
            yield return FieldProblem.Forbidden(path + ".additionalProperties", "must not be used at the root");
        }

        if (schema.Flag("nullable"))
        {
            yield return FieldProblem.Forbidden(path + ".nullable", "nullable cannot be true at the root");
        }

        foreach (var key in schema.Select(pair => pair.Key).Where(key => hasStatus && !BesideStatus.Contains(key)).Take(1))
        {
            yield return FieldProblem.Invalid(path, $"Invalid value: {key}: not allowed at the root of the schema if the status subresource is enabled");
        }

        foreach (var name in new[] { "kind", "apiVersion" })
        {
            if (schema.Map("properties", name) is { } text && text.Text("type") != "string")
            {
                yield return FieldProblem.Invalid($"{path}.properties[{name}].type", $"Invalid value: \"{text.Text("type")}\": must be string");
            }
        }

        foreach (var problem in schema.Map("properties", "metadata") is { } metadata ? Metadata(metadata, $"{path}.properties[metadata]") : [])
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> Metadata(JsonObject metadata, string path)
    {
        if (metadata.Text("type") != "object")
        {
            yield return FieldProblem.Invalid(path + ".type", $"Invalid value: \"{metadata.Text("type")}\": must be object");
        }

        var fields = metadata.Map("properties") ?? [];
        if (fields.Any(pair => pair.Key is not ("name" or "generateName")) || metadata.Any(pair => pair.Key is not ("type" or "properties")))
        {
            yield return FieldProblem.Forbidden(path, "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }
}
