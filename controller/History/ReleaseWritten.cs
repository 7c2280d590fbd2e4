namespace Rollout.History;

/// <summary>What came of writing a release.</summary>
public abstract record ReleaseWritten
{
    private ReleaseWritten()
    {
    }

    /// <param name="Changed">False: the store knew all of it already.</param>
    public sealed record Done(bool Changed) : ReleaseWritten;

    /// <summary>Not now; the same again later.</summary>
    /// <param name="Reason">Why, with the mend.</param>
    public sealed record Unavailable(string Reason) : ReleaseWritten;

    /// <summary>Never: the store does not take this one.</summary>
    public sealed record Refused(string Reason) : ReleaseWritten;
}
