namespace Rollout.Kubernetes.Rest.Types;

/// <summary>The scale subresource (autoscaling/v1).</summary>
public sealed record Scale : IKubernetesObject
{
    public string ApiVersion { get; set; } = "autoscaling/v1";

    public string Kind { get; set; } = "Scale";

    public ObjectMeta? Metadata { get; init; }

    public ScaleSpec? Spec { get; init; }

    public ScaleStatus? Status { get; init; }

    public sealed record ScaleSpec(int Replicas = 0);

    /// <param name="Selector">As a label query: <c>app=shop,tier=web</c>.</param>
    public sealed record ScaleStatus(int Replicas = 0, string? Selector = null);
}
