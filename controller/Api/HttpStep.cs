namespace Rollout.Api;

/// <summary>An HTTP request of a probe; texts may hold <c>{{ name }}</c> of an earlier capture.</summary>
public sealed record HttpStep
{
    public string Method { get; init; } = "GET";

    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The request body as JSON text; null for none.</summary>
    public string? Json { get; init; }
}
