namespace Rollout.Fleets.Kubernetes;

/// <summary>How a promotion is taken back that has already replaced nodes.</summary>
public enum WayBackPace
{
    /// <summary>As the workload's own strategy has it: no capacity is lost.</summary>
    Rolling,

    /// <summary>The refused nodes go at once: about half the time, with less capacity meanwhile.</summary>
    Urgent,
}
