using static Rollout.Demo.Story.RolloutProgress;

namespace Rollout.Demo.Story;

/// <summary>How a release of the story ended.</summary>
/// <param name="Ending">What the controller calls it (Promoted, RolledBack, ...), or TimedOut, Refused, NotTried.</param>
/// <param name="Figures">The last figures that were seen while the release was on trial.</param>
/// <param name="Failure">The last probe that was seen failing.</param>
public sealed record ReleaseResult(
    string Version, string Ending, TimeSpan Took, MetricSeen? Figures = null, ProbeSeen? Failure = null, string? Why = null)
{
    public const string TimedOut = "TimedOut";
    public const string Refused = "Refused";
    public const string NotTried = "NotTried";
}
