namespace Rollout.Api;

/// <summary>Where a probe runs: a URL, or a service and whether each of its nodes is asked or whatever a customer would reach.</summary>
public sealed record ProbeTarget
{
    /// <summary>Scheme, host and port; null where a service is named.</summary>
    public Uri? Url { get; init; }

    /// <summary>Null where a URL is given.</summary>
    public string? Service { get; init; }

    /// <summary>Of the service; null: what the platform says.</summary>
    public int? Port { get; init; }

    /// <summary>"http" or "https".</summary>
    public string Scheme { get; init; } = "http";

    public ProbedNodes Nodes { get; init; } = ProbedNodes.Each;
}
