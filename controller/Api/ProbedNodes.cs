namespace Rollout.Api;

/// <summary>Which of a service's nodes a probe asks.</summary>
public enum ProbedNodes
{
    /// <summary>Every node directly.</summary>
    Each,

    /// <summary>The service as a customer reaches it.</summary>
    Service,
}
