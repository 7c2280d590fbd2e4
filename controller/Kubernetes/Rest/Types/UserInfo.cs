namespace Rollout.Kubernetes.Rest.Types;

/// <summary>Who somebody is to the API server.</summary>
public sealed record UserInfo
{
    public string? Username { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }
}
