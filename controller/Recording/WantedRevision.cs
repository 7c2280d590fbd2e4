using Rollout.Planning;

namespace Rollout.Recording;

/// <summary>A revision that was asked for.</summary>
/// <param name="Revision">Which.</param>
/// <param name="Author">Null where unknown.</param>
/// <param name="At">When.</param>
public sealed record WantedRevision(string Revision, string? Author, DateTimeOffset At)
{
    /// <summary>Where it comes from, as far as it was said.</summary>
    public ReleaseIdentity Identity { get; init; } = ReleaseIdentity.Unknown;

    /// <summary>JSON paths where it says itself that it breaks its API.</summary>
    public ValueList<string> ApiBreaks { get; init; } = [];

    /// <summary>The same, for the notes on the release.</summary>
    public AskedRelease Asked => new(Revision, Author, At, Identity);
}
