namespace Rollout.Kubernetes.Leasing;

/// <summary>How a term came to its end.</summary>
public enum TermEnd
{
    /// <summary>The lease could not be renewed in time, or somebody else has it.</summary>
    Lost,

    /// <summary>The work ended by itself.</summary>
    WorkEnded,

    /// <summary>This process was told to stop.</summary>
    Stopped,
}
