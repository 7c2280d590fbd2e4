using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Paths of fields as CRDs write them: <c>.spec.name</c>, and <c>.spec['a-b']</c>.</summary>
internal static class SchemaPaths
{
    /// <summary>The schema that the path leads to; null where it leads nowhere.</summary>
    public static JsonObject? Find(JsonObject? schema, string path)
    {
        if (!path.StartsWith('.') && !path.StartsWith('['))
        {
            return null;
        }

        foreach (var name in path.Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal).TrimStart('.').Split('.'))
        {
            // A map's values are told by their keys; the items of a list cannot be told.
            schema = schema.Map("properties", name) ?? (schema.Map("properties") is null ? schema.Map("additionalProperties") : null);
        }

        return schema;
    }
}
