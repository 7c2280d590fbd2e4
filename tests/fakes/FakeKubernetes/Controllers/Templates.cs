using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Pod templates: their hash, and pods made from them.</summary>
internal static class Templates
{
    private const string HashLetters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>
    /// FNV-1a of the template as JSON with sorted keys, in the alphabet of Kubernetes. The real hash is over Go's memory layout of the template:
    /// the digits differ, what is equal and what not does not.
    /// </summary>
    public static string Hash(JsonNode? template)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(Sorted(template)?.ToJsonString() ?? ""))
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        return new string([.. hash.ToString(System.Globalization.CultureInfo.InvariantCulture)
            .Select(digit => HashLetters[(digit - '0') * 2 % HashLetters.Length])]);
    }

    /// <summary>A pod of a template for its owner.</summary>
    public static JsonObject Pod(JsonObject owner, JsonObject template, Action<JsonObject>? more = null)
    {
        var metadata = new JsonObject { ["generateName"] = owner.Text("metadata", "name") + "-" };
        foreach (var name in new[] { "labels", "annotations", "finalizers" })
        {
            metadata.Put(name, template.At("metadata", name)?.DeepClone());
        }

        metadata["ownerReferences"] = new JsonArray(ControllerContext.OwnerReference(owner));
        var pod = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata,
            ["spec"] = template["spec"]?.DeepClone() };
        more?.Invoke(pod);
        return pod;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => list.Select(Sorted).ToJsonArray(),
        _ => node?.DeepClone(),
    };
}
