namespace Rollout.Kubernetes.Rest.Types;

/// <summary>What GET /version says.</summary>
public sealed record ServerVersion
{
    public string Major { get; set; } = "";

    public string Minor { get; set; } = "";

    public string GitVersion { get; set; } = "";
}
