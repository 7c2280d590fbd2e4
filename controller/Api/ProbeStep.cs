namespace Rollout.Api;

/// <summary>One step of an acceptance probe.</summary>
public sealed record ProbeStep
{
    public required string Name { get; init; }

    public required HttpStep Http { get; init; }

    public Expectation Expect { get; init; } = new();

    /// <summary>Variable name to JSON path in the answer.</summary>
    public IReadOnlyDictionary<string, string> Capture { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
