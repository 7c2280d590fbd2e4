using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>How lists may be said to be merged: x-kubernetes-list-type and the keys of its items.</summary>
internal static class ListForm
{
    public static IEnumerable<FieldProblem> Check(JsonObject schema, string path)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        var kind = schema.Text("x-kubernetes-list-type");
        return Kind(schema, kind, keys, path).Concat(kind == "set" ? Set(schema, path) : []).Concat(keys.SelectMany((key, i) => Key(schema, key, keys.Take(i), path)));
    }

    private static IEnumerable<FieldProblem> Kind(JsonObject schema, string? kind, List<string> keys, string path)
    {
        if (kind is not null && schema.Text("type") != "array")
        {
            yield return FieldProblem.Invalid($"{path}.type", $"Invalid value: \"{schema.Text("type")}\": must be array if x-kubernetes-list-type is specified");
        }

        if (kind is not (null or "atomic" or "set" or "map"))
        {
            yield return FieldProblem.NotSupported($"{path}.x-kubernetes-list-type", $"\"{kind}\"", ["atomic", "map", "set"]);
        }

        if (keys.Count > 0 && kind != "map")
        {
            yield return FieldProblem.Invalid($"{path}.x-kubernetes-list-type", $"Invalid value: \"{kind}\": must be map if x-kubernetes-list-map-keys is non-empty");
        }

        if (kind == "map" && keys.Count == 0)
        {
            yield return FieldProblem.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }

        if (kind == "map" && schema.Text("items", "type") != "object")
        {
            yield return FieldProblem.Invalid($"{path}.items.type", $"Invalid value: \"{schema.Text("items", "type")}\": must be object if parent array's x-kubernetes-list-type is map");
        }

        if (kind is "map" or "set" && schema.Flag("items", "nullable"))
        {
            yield return FieldProblem.Forbidden($"{path}.items.nullable", $"cannot be nullable when x-kubernetes-list-type is {kind}");
        }
    }

    private static IEnumerable<FieldProblem> Set(JsonObject schema, string path)
    {
        if (schema.Text("items", "type") == "array" && schema.Text("items", "x-kubernetes-list-type") is not (null or "atomic"))
        {
            yield return FieldProblem.Invalid($"{path}.items.x-kubernetes-list-type", "Invalid value: must be atomic as item of a list with x-kubernetes-list-type=set");
        }

        if (schema.Text("items", "type") == "object" && schema.Text("items", "x-kubernetes-map-type") != "atomic")
        {
            yield return FieldProblem.Invalid($"{path}.items.x-kubernetes-map-type", "Invalid value: must be atomic as item of a list with x-kubernetes-list-type=set");
        }
    }

    private static IEnumerable<FieldProblem> Key(JsonObject schema, string key, IEnumerable<string> before, string path)
    {
        if (before.Contains(key, StringComparer.Ordinal))
        {
            yield return FieldProblem.Invalid($"{path}.x-kubernetes-list-map-keys", $"Invalid value: \"{key}\": must not contain duplicate entries");
        }

        if (schema.Map("items", "properties", key) is not { } field)
        {
            yield return FieldProblem.Invalid($"{path}.x-kubernetes-list-map-keys", $"Invalid value: \"{key}\": entries must all be names of item properties");
            yield break;
        }

        var place = $"{path}.items.properties[{key}]";
        if (field.Text("type") is "array" or "object")
        {
            yield return FieldProblem.Invalid(place + ".type", $"Invalid value: \"{field.Text("type")}\": must be a scalar type if parent array's x-kubernetes-list-type is map");
        }

        if (!schema.Texts("items", "required").Contains(key, StringComparer.Ordinal) && field["default"] is null)
        {
            yield return FieldProblem.Required(place + ".default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        }

        if (field.Flag("nullable"))
        {
            yield return FieldProblem.Forbidden(place + ".nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
        }
    }
}
