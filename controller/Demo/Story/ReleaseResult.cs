using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Story;

/// <summary>How a release of the story ended.</summary>
/// <param name="Ending">What the controller calls it (Promoted, RolledBack, ...), or TimedOut, Refused, NotTried.</param>
/// <param name="Figures">The last figures that were seen while the release was on trial.</param>
/// <param name="Failure">The last probe that was seen failing.</param>
public sealed record ReleaseResult(
    string Version, string Ending, TimeSpan Took, MetricSeen? Figures = null, ProbeSeen? Failure = null, string? Why = null)
{
    /// <summary>With the point at which it was decided: the status stops showing figures in the very moment in which a release is refused.</summary>
    public ReleaseResult With(EvidenceSeen? evidence)
    {
        if (Figures is null || evidence?.Revision != Version || evidence.LastOf(Figures.Name) is not { } last)
        {
            return this;
        }

        var isHarm = last.LogEHarm >= Figures.HarmThreshold;
        return this with
        {
            Figures = Figures with
            {
                Effect = last.Effect, Low = last.Low, High = last.High, LogEHarm = last.LogEHarm, LogESafe = last.LogESafe,
                Verdict = isHarm ? "Worse" : Figures.Verdict,
            },
        };
    }

    public const string TimedOut = "TimedOut";
    public const string Refused = "Refused";
    public const string NotTried = "NotTried";
}
