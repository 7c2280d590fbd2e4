using System.Text.Json.Nodes;
using Rollout.Api.Schema;

namespace Rollout.Api.Crds;

/// <summary>The CustomResourceDefinitions of our kinds.</summary>
public static class CrdDocuments
{
    /// <summary>One for each of <see cref="CustomKinds.All"/>, in that order.</summary>
    public static IReadOnlyList<JsonObject> All(DocComments docs) => [.. CustomKinds.All.Select(kind => Of(kind, docs))];

    public static JsonObject Of(CustomKind kind, DocComments docs) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = kind.CrdName },
        ["spec"] = new JsonObject
        {
            ["group"] = CustomKind.Group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject
            {
                ["kind"] = kind.Kind, ["listKind"] = kind.Kind + "List", ["plural"] = kind.Plural, ["singular"] = kind.Singular,
                ["shortNames"] = new JsonArray(kind.ShortName), ["categories"] = new JsonArray(CustomKind.Category),
            },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = CustomKind.Version,
                ["served"] = true,
                ["storage"] = true,
                ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
                ["additionalPrinterColumns"] = new JsonArray([.. kind.Columns.Select(Column)]),
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = Schema(kind, new SchemaBuilder(docs)) },
            }),
        },
    };

    private static JsonObject Schema(CustomKind kind, SchemaBuilder builder) => new()
    {
        ["description"] = kind.Description,
        ["type"] = "object",
        ["required"] = new JsonArray("spec"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["description"] = $"The version of this kind: {CustomKind.ApiVersion}.", ["type"] = "string" },
            ["kind"] = new JsonObject { ["description"] = $"The kind: {kind.Kind}.", ["type"] = "string" },
            ["metadata"] = new JsonObject
            {
                // The name stands in labels. Only name and generateName of the metadata may be restricted by a CRD.
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["name"] = new JsonObject { ["type"] = "string", ["maxLength"] = CustomKind.MostNameLength },
                },
            },
            ["spec"] = builder.OfRecord(kind.Spec),
            ["status"] = builder.OfRecord(kind.Status),
        },
    };

    private static JsonNode Column(PrinterColumn column)
    {
        var json = new JsonObject
        {
            ["name"] = column.Name, ["type"] = column.Type, ["description"] = column.Description, ["jsonPath"] = column.JsonPath,
        };
        if (column.Wide)
        {
            json["priority"] = 1;
        }

        return json;
    }
}
