using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>The Table form that `kubectl get` prints: columns of the kind, a row for each object.</summary>
internal static class Tables
{
    public static bool Wanted(ApiRequest request) => request.Http.Request.Headers.Accept.ToString()
        .Contains("as=Table", StringComparison.Ordinal);

    public static JsonObject Of(ApiRequest request, IReadOnlyList<JsonObject> items, long version, string? token, Cluster cluster)
    {
        var columns = TableColumns.Of(request.Type);
        var now = cluster.Time.GetUtcNow();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        metadata.Put("continue", token);
        return new JsonObject
        {
            ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata,
            ["columnDefinitions"] = columns.Select(column => (JsonNode)new JsonObject
            {
                ["name"] = column.Name, ["type"] = column.Type, ["format"] = column.Name == "Name" ? "name" : "",
                    ["description"] = column.Description, ["priority"] = column.Priority,
            }).ToJsonArray(),
            ["rows"] = items.Select(item => (JsonNode)new JsonObject
            {
                ["cells"] = columns.Select(column => column.Cell(item, now)).ToJsonArray(), ["object"] = Included(request, item),
            }).ToJsonArray(),
        };
    }

    private static JsonObject Included(ApiRequest request, JsonObject item) => request.Query("includeObject") switch
    {
        "Object" => item.Copy(),
        "None" => [],
        _ => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = item["metadata"]?.DeepClone() },
    };
}
