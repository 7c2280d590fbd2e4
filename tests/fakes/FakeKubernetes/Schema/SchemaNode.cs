using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>The shape of a value, of a built-in type (from the table) or of a custom resource (from its CRD).</summary>
internal sealed class SchemaNode
{
    public static SchemaNode Anything { get; } = new() { Kind = SchemaKind.Any };

    public required SchemaKind Kind { get; init; }

    public Dictionary<string, SchemaNode> Fields { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Values of a map, items of a list.</summary>
    public SchemaNode? Element { get; init; }

    public ListKind List { get; init; }

    /// <summary>The key fields of a list of maps, sorted.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A struct or map that one manager owns as a whole.</summary>
    public bool Atomic { get; init; }

    /// <summary>Key by which a strategic merge patch merges the list; empty: a list of plain values that is merged; null: replaced.</summary>
    public string? PatchKey { get; init; }

    public Presence Presence { get; init; }

    public JsonNode? Default { get; init; }

    /// <summary>Fields that the schema does not name are kept.</summary>
    public bool Open { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Name of the built-in type, for the published OpenAPI.</summary>
    public string? TypeName { get; init; }

    /// <summary>What a CRD's schema demands beyond types; null for built-in types.</summary>
    public Constraints? Constraints { get; init; }

    public SchemaNode? Field(string name) =>
        Kind switch
        {
            SchemaKind.Struct when Fields.TryGetValue(name, out var field) => field,
            SchemaKind.Map => Element,
            _ => null,
        };

    /// <summary>The shape below a name, anything where the schema does not say.</summary>
    public SchemaNode Below(string name) => Field(name) ?? Anything;
}
