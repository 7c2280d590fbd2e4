namespace Rollout.Telemetry;

/// <summary>What came of one pass of the loop.</summary>
public enum PassOutcome
{
    Recorded,

    /// <summary>Somebody else had written in between; the world is looked at again.</summary>
    Conflict,
    Failed,
}
