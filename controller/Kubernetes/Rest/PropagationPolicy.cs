namespace Rollout.Kubernetes.Rest;

/// <summary>What becomes of the objects that the deleted one owns.</summary>
public enum PropagationPolicy
{
    /// <summary>The server deletes them afterwards.</summary>
    Background,

    /// <summary>The object goes last.</summary>
    Foreground,

    /// <summary>They stay, ownerless.</summary>
    Orphan,
}
