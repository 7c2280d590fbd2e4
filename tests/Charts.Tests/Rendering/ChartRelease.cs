namespace Rollout.Charts.Tests.Rendering;

/// <summary>As what a chart is rendered: `helm template NAME . -n NAMESPACE --api-versions ...`.</summary>
internal sealed record ChartRelease
{
    public const string Policies = "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy";

    public string Name { get; init; } = "rollout";

    public string Namespace { get; init; } = "rollout-system";

    /// <summary>Who manages what is rendered.</summary>
    public string Service { get; init; } = "Helm";

    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    public static ChartRelease WithPolicies { get; } = new() { ApiVersions = [Policies] };
}
