namespace Rollout.Recording;

/// <summary>What came of a fenced write.</summary>
public abstract record RecordResult
{
    private RecordResult()
    {
    }

    /// <param name="Version">The fence of the next write.</param>
    public sealed record Written(long Version) : RecordResult;

    /// <summary>The record has moved since it was read: drop the plan and observe again. Nothing was stored.</summary>
    /// <param name="Stored">The version that is there; 0 when there is no record.</param>
    public sealed record Conflict(long Stored) : RecordResult;

    /// <summary>The store cannot take it now. Nothing was stored, and what was stored is as it was.</summary>
    /// <param name="Reason">Why, with the mend.</param>
    public sealed record Refused(string Reason) : RecordResult;
}
