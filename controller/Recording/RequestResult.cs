namespace Rollout.Recording;

/// <summary>What came of a person's request.</summary>
public abstract record RequestResult
{
    private RequestResult()
    {
    }

    /// <summary>It is stored and waits for the controller's next pass.</summary>
    public sealed record Accepted : RequestResult;

    public sealed record NoSuchRollout : RequestResult;

    /// <param name="Reason">Why, with the mend.</param>
    public sealed record Refused(string Reason) : RequestResult;
}
