using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>
/// What a server demands of a CRD before it serves its kind: names, versions, a structural schema, defaults that fit it, rules that compile
/// and do not cost too much. After k8s.io/apiextensions-apiserver, pkg/apis/apiextensions/validation and pkg/apiserver/schema.
/// </summary>
internal static class CrdChecks
{
    public static IEnumerable<FieldProblem> Check(JsonObject crd)
    {
        var versions = crd.Maps("spec", "versions").ToList();
        return CrdNames.Check(crd).Concat(CrdVersions.Check(versions)).Concat(versions.SelectMany((version, i) => Schema(version, $"spec.versions[{i}]")));
    }

    private static IReadOnlyList<FieldProblem> Schema(JsonObject version, string place)
    {
        var path = place + ".schema.openAPIV3Schema";
        if (version.Map("schema", "openAPIV3Schema") is not { } schema)
        {
            return [FieldProblem.Required(path, "schemas are required")];
        }

        List<FieldProblem> form = [.. SchemaRoot.Check(schema, version.Map("subresources", "status") is not null, path), .. Node(schema, path, false)];

        // Rules are not looked at before the schema is one that they can be compiled for.
        return form.Count > 0 ? form : RuleCosts.Check(schema, path);
    }

    private static IEnumerable<FieldProblem> Node(JsonObject schema, string path, bool bare) =>
        SchemaForm.Check(schema, path).Concat(ListForm.Check(schema, path)).Concat(JunctorForm.Check(schema, path)).Concat(Default(schema, path, bare))
            .Concat(RuleForm.Check(schema, path)).Concat(Below(schema, path));

    private static IEnumerable<FieldProblem> Default(JsonObject schema, string path, bool bare)
    {
        if (schema["default"] is not { } value)
        {
            return [];
        }

        if (bare)
        {
            return [FieldProblem.Forbidden($"{path}.default", "must not be set in top-level metadata, kind or apiVersion")];
        }

        // As the server does: the value takes the defaults below it, must lose nothing to pruning, and must be valid.
        var node = CrdSchemas.Read(new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["default"] = schema.DeepClone() } });
        var holder = new JsonObject { ["default"] = value.DeepClone() };
        var unknown = Shaping.Shape(holder, node, false).Unknown.Select(name => FieldProblem.Invalid($"{path}.default", $"Invalid value: {value.ToJsonString()}: must not have unknown fields: {name}"));
        return [.. unknown, .. SchemaCheck.Check(holder, null, node).Select(problem => problem with { Field = $"{path}.{problem.Field}" })];
    }

    private static IEnumerable<FieldProblem> Below(JsonObject schema, string path)
    {
        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            var bare = name is "metadata" or "kind" or "apiVersion" && path.EndsWith("openAPIV3Schema", StringComparison.Ordinal);
            foreach (var problem in property is JsonObject below ? Node(below, $"{path}.properties[{name}]", bare) : [])
            {
                yield return problem;
            }
        }

        foreach (var part in new[] { "items", "additionalProperties" })
        {
            foreach (var problem in schema.Map(part) is { } below ? Node(below, $"{path}.{part}", false) : [])
            {
                yield return problem;
            }
        }
    }
}
