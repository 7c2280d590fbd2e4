namespace Rollout.Kubernetes.Rest;

/// <summary>How a write is done.</summary>
public sealed record WriteOptions
{
    public static WriteOptions Default { get; } = new();

    /// <summary>In whose name the fields are owned. Server-side apply asks for one.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Checked and answered, not stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Server-side apply only: takes fields that others own.</summary>
    public bool Force { get; init; }

    /// <summary>Fields that the kind does not have are an error: <c>fieldValidation=Strict</c>.</summary>
    public bool Strict { get; init; }

    /// <summary><c>status</c>, <c>scale</c>; null: the object.</summary>
    public string? Subresource { get; init; }

    internal KeyValuePair<string, string?>[] Query(bool apply = false) =>
    [
        new("fieldManager", FieldManager),
        new("dryRun", DryRun ? "All" : null),
        new("fieldValidation", Strict ? "Strict" : null),
        new("force", apply && Force ? "true" : null),
    ];
}
