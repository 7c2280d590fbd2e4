using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Api.Schema;

namespace Rollout.Api.Tests.Crds;

/// <summary>The CRDs as this build makes them, and ways around in their schemas.</summary>
internal static class Definitions
{
    public static DocComments Docs { get; } = ReadDocs();

    public static IReadOnlyList<JsonObject> All { get; } = CrdDocuments.All(Docs);

    public static JsonObject Schema(CustomKind kind) =>
        (JsonObject)CrdDocuments.Of(kind, Docs)["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;

    /// <summary>Every schema below a schema, with its path: <c>spec.stages[].nodes</c>.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Walk(JsonObject schema, string path = "")
    {
        yield return (path, schema);
        foreach (var (name, property) in (schema["properties"] as JsonObject) ?? [])
        {
            foreach (var below in Walk((JsonObject)property!, path.Length == 0 ? name : $"{path}.{name}"))
            {
                yield return below;
            }
        }

        foreach (var (part, mark) in new[] { ("items", "[]"), ("additionalProperties", "{}") })
        {
            foreach (var below in schema[part] is JsonObject element ? Walk(element, path + mark) : [])
            {
                yield return below;
            }
        }
    }

    /// <summary>The whole CRDs as a file that kubectl takes.</summary>
    public static string Text() => new JsonObject
    {
        ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. All.Select(one => one.DeepClone())]),
    }.ToJsonString();

    private static DocComments ReadDocs()
    {
        using var xml = File.OpenRead(Path.ChangeExtension(typeof(DocComments).Assembly.Location, ".xml"));
        return DocComments.Read(xml);
    }
}
