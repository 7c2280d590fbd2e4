using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>A kind of object that the server serves.</summary>
internal sealed record ResourceType
{
    public static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    public string ListKind { get; init; } = "";

    public required bool Namespaced { get; init; }

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Subresources { get; init; } = [];

    public string Hash { get; init; } = "";

    /// <summary>The object has a generation that moves with its spec.</summary>
    public bool HasGeneration { get; init; }

    public required SchemaNode Schema { get; init; }

    /// <summary>The CRD that declared it; null for a built-in type.</summary>
    public JsonObject? Crd { get; init; }

    public bool Builtin => Crd is null;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Plural and group, as messages name it.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>Where its objects are kept: events of both groups are the same objects.</summary>
    public string StorageKey => Plural == "events" ? "events.events.k8s.io" : Qualified;

    public bool Has(string subresource) => Subresources.Contains(subresource, StringComparer.Ordinal);
}
