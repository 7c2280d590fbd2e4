namespace Rollout.Api;

/// <summary>What a step's answer must be; all that is given must hold.</summary>
public sealed record Expectation
{
    /// <summary>Accepted status codes; empty: any 2xx.</summary>
    public IReadOnlyList<int> Status { get; init; } = [];

    /// <summary>A regular expression that the body must match.</summary>
    public string? BodyMatches { get; init; }

    /// <summary>JSON path to the value expected there, as text.</summary>
    public IReadOnlyDictionary<string, string> JsonPath { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public TimeSpan? MaxDuration { get; init; }
}
