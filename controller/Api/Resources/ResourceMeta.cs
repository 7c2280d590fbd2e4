namespace Rollout.Api.Resources;

/// <summary>What a controller needs of an object's metadata.</summary>
public sealed record ResourceMeta
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public string Uid { get; init; } = "";

    /// <summary>The fence of the next write.</summary>
    public string ResourceVersion { get; init; } = "";

    public long Generation { get; init; }

    /// <summary>Null while nobody has asked for its deletion.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyList<string> Finalizers { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
