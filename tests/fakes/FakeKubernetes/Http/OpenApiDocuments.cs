using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Http;

/// <summary>OpenAPI v3, one document for each group and version: what `kubectl explain` reads and what tells `kubectl apply` that the server validates fields.</summary>
internal sealed class OpenApiDocuments(Cluster cluster)
{
    public JsonObject? Answer(string path)
    {
        if (path.TrimEnd('/') == "/openapi/v3")
        {
            var paths = new JsonObject();
            foreach (var place in cluster.Catalogue.All.Select(Place).Distinct(StringComparer.Ordinal))
            {
                paths[place] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{place}?hash={cluster.Store.Revision}" };
            }

            return new JsonObject { ["paths"] = paths };
        }

        const string Prefix = "/openapi/v3/";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var types = cluster.Catalogue.All.Where(type => Place(type) == path[Prefix.Length..]).ToList();
        return types.Count == 0 ? null : Document(types);
    }

    /// <summary>All kinds in the older form.</summary>
    public byte[] Older() => OpenApiV2.Document(cluster.Catalogue.All.DistinctBy(SchemaName)
        .Select(type => KeyValuePair.Create(SchemaName(type), Schema(type))));

    private static string Place(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";

    private static JsonObject Document(List<ResourceType> types)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var type in types)
        {
            var prefix = $"/{Place(type)}/{(type.Namespaced ? "namespaces/{namespace}/" : "")}{type.Plural}";
            paths[prefix] = new JsonObject { ["get"] = Operation(type, "list"), ["post"] = Operation(type, "post") };
            paths[prefix + "/{name}"] = new JsonObject { ["get"] = Operation(type, "get"), ["put"] = Operation(type, "put"),
                ["patch"] = Operation(type, "patch") };
            schemas[SchemaName(type)] = Schema(type);
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0", ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.2-fake" }, ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static JsonObject Schema(ResourceType type)
    {
        var schema = type.Crd is { } crd ? FromCrd(crd, type.Version) : FromTable(type.Schema);
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Face(type));
        return schema;
    }

    private static string SchemaName(ResourceType type) =>
        $"{string.Join('.', (type.Group.Length == 0 ? "core.api.k8s.io" : type.Group).Split('.').Reverse())}.{type.Version}.{type.Kind}";

    private static JsonObject Face(ResourceType type) => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind };

    private static JsonObject Operation(ResourceType type, string action)
    {
        JsonObject Query(string name) => new() { ["name"] = name, ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } };
        var operation = new JsonObject
        {
            ["x-kubernetes-action"] = action, ["x-kubernetes-group-version-kind"] = Face(type),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = "OK",
                    ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{SchemaName(type)}" } } },
                },
            },
        };
        if (action is "post" or "put" or "patch")
        {
            operation["parameters"] = new JsonArray(Query("dryRun"), Query("fieldManager"), Query("fieldValidation"));
        }

        return operation;
    }

    private static JsonObject FromCrd(JsonObject crd, string version)
    {
        var declared = crd.Maps("spec", "versions").First(one => one.Text("name") == version);
        var schema = declared.Map("schema", "openAPIV3Schema")?.Copy() ?? new JsonObject { ["type"] = "object" };
        var properties = schema.Child("properties");
        foreach (var (name, field) in BuiltinSchemas.Of("Meta").Fields)
        {
            properties[name] = FromTable(field);
        }

        return schema;
    }

    private static JsonObject FromTable(SchemaNode node)
    {
        var schema = new JsonObject();
        schema.Put("description", node.Description.Length == 0 ? null : node.Description);
        schema.Put("type", node.Kind switch
        {
            SchemaKind.Struct or SchemaKind.Map => "object",
            SchemaKind.List => "array",
            SchemaKind.Integer => "integer",
            SchemaKind.Number => "number",
            SchemaKind.Bool => "boolean",
            SchemaKind.Text or SchemaKind.Time or SchemaKind.MicroTime => "string",
            _ => null,
        });
        if (node.Kind == SchemaKind.IntOrText)
        {
            schema["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" });
            schema["x-kubernetes-int-or-string"] = true;
        }

        if (node.Kind == SchemaKind.Any)
        {
            schema["x-kubernetes-preserve-unknown-fields"] = true;
            schema["type"] = "object";
        }

        schema.Put("default", node.Default?.DeepClone());
        if (node.Element is { } element)
        {
            schema[node.Kind == SchemaKind.List ? "items" : "additionalProperties"] = FromTable(element);
        }

        foreach (var (name, field) in node.Fields)
        {
            schema.Child("properties")[name] = FromTable(field);
        }

        Extensions(node, schema);
        return schema;
    }

    private static void Extensions(SchemaNode node, JsonObject schema)
    {
        if (node.Kind == SchemaKind.List)
        {
            schema["x-kubernetes-list-type"] = node.List switch { ListKind.Map => "map", ListKind.Set => "set", _ => "atomic" };
            schema.Put("x-kubernetes-list-map-keys", node.Keys.Count == 0 ? null : JsonReading.TextList(node.Keys));
            if (node.PatchKey is not null)
            {
                schema["x-kubernetes-patch-strategy"] = "merge";
                schema.Put("x-kubernetes-patch-merge-key", node.PatchKey.Length == 0 ? null : node.PatchKey);
            }
        }
    }
}
