namespace Rollout.Recording;

/// <summary>Which rollout. A host fleet's namespace is <c>default</c>.</summary>
public readonly record struct RolloutKey(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
