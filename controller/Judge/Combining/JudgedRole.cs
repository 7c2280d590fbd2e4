namespace Rollout.Judge;

/// <summary>What a judged metric may decide, and from which part of alpha its harm side is paid.</summary>
public enum JudgedRole
{
    /// <summary>Proven harm rolls back; its safe side is needed to advance.</summary>
    Objective,

    /// <summary>Proven harm rolls back; it need not prove itself safe.</summary>
    Guard,

    /// <summary>A synthetic acceptance probe judged by its e-value against stable; as a guard otherwise.</summary>
    Probe,

    /// <summary>Judged and shown; never decides.</summary>
    Watch,
}
