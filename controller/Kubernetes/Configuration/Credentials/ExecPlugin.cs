namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>A program that prints credentials (KEP-541, client.authentication.k8s.io).</summary>
public sealed record ExecPlugin
{
    public required string ApiVersion { get; init; }

    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to this process' environment.</summary>
    public IReadOnlyList<KeyValuePair<string, Secret>> Environment { get; init; } = [];

    /// <summary>What to tell a person whose machine lacks the program.</summary>
    public string? InstallHint { get; init; }

    public bool ProvideClusterInfo { get; init; }

    // Arguments may hold secrets as well.
    public override string ToString() => $"exec plugin {Command}";
}
