namespace Rollout.Server.Access;

/// <summary>Whether a call may change something.</summary>
public abstract record GuardAnswer
{
    private GuardAnswer()
    {
    }

    /// <param name="Caller">Who it is, for the audit.</param>
    public sealed record Allowed(string Caller) : GuardAnswer;

    /// <summary>Nobody known: 401.</summary>
    /// <param name="Title">What is the matter.</param>
    /// <param name="Mend">What to do about it.</param>
    public sealed record Unknown(string Title, string Mend) : GuardAnswer;

    /// <summary>Known, and not allowed to: 403.</summary>
    public sealed record Forbidden(string Title, string Mend) : GuardAnswer;

    /// <summary>It cannot be found out now: 503. Nothing is allowed for want of an answer.</summary>
    public sealed record Unavailable(string Why) : GuardAnswer;
}
