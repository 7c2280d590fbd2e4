namespace Rollout.Kubernetes.Rest;

/// <summary>The name of an object within its kind. The namespace is null for kinds that have none.</summary>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
