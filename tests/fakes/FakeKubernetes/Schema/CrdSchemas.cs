using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>Reads the structural OpenAPI v3 schema of a CRD.</summary>
internal static class CrdSchemas
{
    /// <summary>The schema of a whole object: what the CRD says, with apiVersion, kind and metadata as every object has them.</summary>
    public static SchemaNode Root(JsonObject? openApi)
    {
        var root = openApi is null ? new SchemaNode { Kind = SchemaKind.Struct, Open = true } : Read(openApi);
        var meta = BuiltinSchemas.Of("Meta");
        foreach (var name in new[] { "apiVersion", "kind" })
        {
            root.Fields[name] = meta.Fields[name];
        }

        root.Fields["metadata"] = meta.Fields["metadata"];
        return root;
    }

    public static SchemaNode Read(JsonObject openApi)
    {
        var type = openApi.Text("type");
        var fields = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, value) in openApi.Map("properties") ?? [])
        {
            fields[name] = Read((JsonObject)value!);
        }

        var open = openApi.Flag("x-kubernetes-preserve-unknown-fields");
        var additional = openApi.Map("additionalProperties");
        return new SchemaNode
        {
            Kind = Kind(openApi, type, additional is not null, open, fields.Count),
            Fields = fields,
            Element = openApi.Map("items") is { } items ? Read(items) : additional is null ? null : Read(additional),
            List = openApi.Text("x-kubernetes-list-type") switch { "map" => ListKind.Map, "set" => ListKind.Set, _ => ListKind.Atomic },
            Keys = [.. openApi.Texts("x-kubernetes-list-map-keys").Order(StringComparer.Ordinal)],
            Atomic = openApi.Text("x-kubernetes-map-type") == "atomic",
            Default = openApi["default"]?.DeepClone(),
            Open = open,
            Description = openApi.Text("description") ?? "",
            Constraints = new Constraints(openApi, [.. openApi.Texts("required")], openApi.Flag("nullable"),
                [.. openApi.Maps("x-kubernetes-validations")]),
        };
    }

    private static SchemaKind Kind(JsonObject openApi, string? type, bool additional, bool open, int fields)
    {
        if (openApi.Flag("x-kubernetes-int-or-string"))
        {
            return SchemaKind.IntOrText;
        }

        return type switch
        {
            "object" when additional => SchemaKind.Map,
            "object" when open && fields == 0 => SchemaKind.Any,
            "object" => SchemaKind.Struct,
            "array" => SchemaKind.List,
            "string" => SchemaKind.Text,
            "integer" => SchemaKind.Integer,
            "number" => SchemaKind.Number,
            "boolean" => SchemaKind.Bool,
            _ => SchemaKind.Any,
        };
    }
}
