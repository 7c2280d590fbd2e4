using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>
/// What may stand below anyOf, allOf, oneOf and not: limits of values that the schema outside names, and nothing that says what there is.
/// </summary>
internal static class JunctorForm
{
    private static readonly string[] Outside =
    [
        "type", "default", "title", "description", "nullable", "additionalProperties", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource",
        "x-kubernetes-int-or-string", "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type", "x-kubernetes-validations",
    ];

    public static IEnumerable<FieldProblem> Check(JsonObject schema, string path)
    {
        var either = IsEither(schema.Maps("anyOf"));
        foreach (var (junctor, part, place) in Parts(schema, path))
        {
            var allowed = either && junctor == "anyOf"
                || junctor == "allOf" && place.EndsWith("[0]", StringComparison.Ordinal) && part.Count == 1 && IsEither(part.Maps("anyOf"));
            foreach (var problem in allowed ? [] : Nested(part, schema, place))
            {
                yield return problem;
            }
        }
    }

    /// <summary>anyOf integer and string, as x-kubernetes-int-or-string has it.</summary>
    private static bool IsEither(IEnumerable<JsonObject> parts) =>
        parts.ToList() is [{ Count: 1 } one, { Count: 1 } two] && one.Text("type") == "integer" && two.Text("type") == "string";

    private static IEnumerable<(string Junctor, JsonObject Part, string Place)> Parts(JsonObject schema, string path)
    {
        foreach (var junctor in new[] { "anyOf", "allOf", "oneOf" })
        {
            foreach (var (part, i) in schema.Maps(junctor).Select((part, i) => (part, i)))
            {
                yield return (junctor, part, $"{path}.{junctor}[{i}]");
            }
        }

        if (schema.Map("not") is { } not)
        {
            yield return ("not", not, path + ".not");
        }
    }

    /// <param name="outside">The schema whose values these limits are of; null where it has no such place.</param>
    private static IEnumerable<FieldProblem> Nested(JsonObject part, JsonObject? outside, string path)
    {
        foreach (var key in Outside.Where(part.ContainsKey))
        {
            yield return FieldProblem.Forbidden($"{path}.{key}", "must be empty to be structural");
        }

        var below = (part.Map("properties") ?? []).Select(pair => (Place: $"properties[{pair.Key}]", Schema: pair.Value as JsonObject, Of: outside.Map("properties", pair.Key)));
        below = part.Map("items") is { } items ? below.Append((Place: "items", Schema: items, Of: outside.Map("items"))) : below;
        foreach (var (place, schema, of) in below)
        {
            if (place == "properties[metadata]")
            {
                yield return FieldProblem.Forbidden($"{path}.{place}", "must not be specified in a nested context");
            }

            if (of is null)
            {
                yield return FieldProblem.Required($"{path}.{place}", "because it is defined below a junctor and not outside of it");
            }

            foreach (var problem in schema is null ? [] : Nested(schema, of, $"{path}.{place}"))
            {
                yield return problem;
            }
        }

        foreach (var (_, inner, place) in Parts(part, path))
        {
            foreach (var problem in Nested(inner, outside, place))
            {
                yield return problem;
            }
        }
    }
}
