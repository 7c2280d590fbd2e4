namespace Rollout.Kubernetes.Rest.Types;

/// <summary>What a group and version serves (APIResourceList).</summary>
public sealed record ServedResources
{
    public string? GroupVersion { get; init; }

    public IReadOnlyList<ServedResource> Resources { get; set; } = [];

    /// <param name="Name">The plural; of a subresource <c>deployments/scale</c>.</param>
    public sealed record ServedResource(
        string Name = "", string Kind = "", bool Namespaced = false, IReadOnlyList<string>? Verbs = null, IReadOnlyList<string>? ShortNames = null);
}
