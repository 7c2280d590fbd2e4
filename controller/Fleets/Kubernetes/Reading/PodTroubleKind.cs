namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Whose fault it is that a pod is not ready.</summary>
public enum PodTroubleKind
{
    /// <summary>Nobody's yet: it may become ready.</summary>
    Waiting,

    /// <summary>The cluster's: no machine takes it, or a quota is used up.</summary>
    NoCapacity,

    /// <summary>The template's, as far as can be told: no image, no configuration, or it crashes again and again.</summary>
    Refused,
}
