using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Story;

/// <summary>Gathers what is seen of one release, from one look to the next, until it has come to an end.</summary>
/// <param name="orderedAt">Outcomes of before are somebody else's.</param>
internal sealed class ReleaseWatch(string version, DateTimeOffset orderedAt)
{
    private MetricSeen? figures;
    private ProbeSeen? failure;

    /// <summary>Takes a look in; the result once the release has ended, else null.</summary>
    public ReleaseResult? See(RolloutSeen rollout, TimeSpan took)
    {
        var status = rollout.Status;
        // On the way back the canary is being replaced: what a probe says then is about the replacement.
        if (status.CanaryRevision == version && status.Phase is not "RollingBack")
        {
            figures = Terminal.StatusLine.ObjectiveOf(status) is { Effect: not null } seen ? seen : figures;
            failure = (status.Probes ?? []).FirstOrDefault(p => p is { State: "Failing", Failure: not null }) ?? failure;
        }

        // A second of grace: the controller's clock is read before it writes, ours before we asked.
        var outcome = (status.Outcomes ?? []).FirstOrDefault(o => o.Revision == version && (o.EndedAt is not { } end || end >= orderedAt.AddSeconds(-1)));
        return outcome is null ? null : new ReleaseResult(version, outcome.Result, took, figures, failure, outcome.Message ?? outcome.Reason);
    }

    /// <summary>What is known when the patience is over.</summary>
    public ReleaseResult GiveUp(RolloutSeen? last, TimeSpan took) => new(
        version, ReleaseResult.TimedOut, took, figures, failure,
        last is null ? "the controller does not answer" : $"{last.Status.Phase}: {last.Status.Message ?? last.Status.Reason}");
}
