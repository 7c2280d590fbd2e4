namespace Rollout.Kubernetes.Events;

/// <summary>The two types that an event may be of.</summary>
public enum EventSeverity
{
    Normal,
    Warning,
}
