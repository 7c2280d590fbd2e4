namespace Rollout.Server.Notices;

/// <summary>What came of one attempt to tell a receiver.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>It took it.</summary>
    public sealed record Taken : SendResult;

    /// <summary>Not this time.</summary>
    /// <param name="Why">As the end of a sentence; quotes no secret.</param>
    /// <param name="After">When it wants to be asked again; null: it did not say.</param>
    public sealed record Later(string Why, TimeSpan? After = null) : SendResult;

    /// <summary>It will never take this one: another attempt with the same would be answered the same.</summary>
    public sealed record Never(string Why) : SendResult;
}
