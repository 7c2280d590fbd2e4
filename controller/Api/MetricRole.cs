namespace Rollout.Api;

/// <summary>What a metric may decide.</summary>
public enum MetricRole
{
    /// <summary>The rollout is judged by it: proven harm rolls back, its safe side is needed to advance.</summary>
    Objective,

    /// <summary>Proven harm rolls back; it need not prove itself safe.</summary>
    Guard,

    /// <summary>Judged and shown; never decides.</summary>
    Watch,
}
