namespace Rollout.History;

/// <summary>What came of reading.</summary>
public abstract record ReleasesRead
{
    private ReleasesRead()
    {
    }

    /// <param name="Releases">Newest first.</param>
    /// <param name="IsAll">False: there are more than were asked for.</param>
    public sealed record Found(IReadOnlyList<ReleaseRecord> Releases, bool IsAll) : ReleasesRead;

    /// <param name="Reason">Why, with the mend.</param>
    public sealed record Unavailable(string Reason) : ReleasesRead;
}
