using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Cli.Pipeline;

/// <summary>
/// From a look at the rollout to an answer for the pipeline. Pure. It speaks of one revision, and never answers with an outcome of before
/// while that revision is wanted anew.
/// </summary>
internal static class Waiting
{
    public static WaitState Of(RolloutSeen rollout, WaitTarget target)
    {
        var status = rollout.Status;
        if (target.Started && status.WantedAt == target.WantedBefore)
        {
            return new WaitState.Going(target.Revision, "the controller has not taken the order up yet");
        }

        if ((target.Revision ?? status.WantedRevision ?? status.CanaryRevision ?? status.StableRevision) is not { } revision)
        {
            return new WaitState.Going(null, Words(status));
        }

        return status.Phase == "Invalid" ? new WaitState.Ended(revision, PipelineExit.Invalid, "Invalid", Message(status))
            : IsOnTrial(status, revision) ? OnTrial(status, revision)
            : status.WantedRevision == revision || status.WantedRevision is null ? Wanted(status, revision)
            : NotWanted(status, revision, target.Started);
    }

    private static bool IsOnTrial(RolloutProgress status, string revision) =>
        status.CanaryRevision == revision && status.Phase is not ("Idle" or "Promoted" or "RolledBack");

    private static WaitState OnTrial(RolloutProgress status, string revision) => status.Phase switch
    {
        "Held" => new WaitState.Ended(revision, PipelineExit.Held, "Held", Message(status)),
        "Bypassed" => new WaitState.Ended(revision, PipelineExit.AbortedOrSuperseded, "Bypassed", Message(status)),
        _ => new WaitState.Going(revision, Words(status)),
    };

    /// <summary>It is wanted and not on trial: it runs, or it was refused, or its turn is still to come.</summary>
    private static WaitState Wanted(RolloutProgress status, string revision)
    {
        var isSettled = status.Phase is "Idle" or "Promoted" or "RolledBack";
        if (status.StableRevision == revision && isSettled)
        {
            return new WaitState.Ended(revision, PipelineExit.Promoted, "Promoted", OutcomeOf(status, revision) is { Result: "Promoted" } promoted
                ? Because(promoted) : "every node runs it, and nothing else is wanted");
        }

        return isSettled && (status.RefusedRevisions ?? []).FirstOrDefault(r => r.Revision == revision) is { } refused
            ? Refused(status, revision, refused)
            : new WaitState.Going(revision, Words(status));
    }

    private static WaitState.Ended Refused(RolloutProgress status, string revision, RefusedSeen refused) => OutcomeOf(status, revision) switch
    {
        { Result: "Aborted" or "Superseded" } over => new WaitState.Ended(revision, PipelineExit.AbortedOrSuperseded, over.Result, Because(over)),
        var over => new WaitState.Ended(revision, PipelineExit.RolledBack, "RolledBack",
            over is null ? $"it is refused since {refused.At:u}: {refused.Message ?? refused.Reason}" : Because(over)),
    };

    /// <summary>Something else is wanted by now.</summary>
    private static WaitState NotWanted(RolloutProgress status, string revision, bool started) => OutcomeOf(status, revision) switch
    {
        { Result: "Promoted" } over => new WaitState.Ended(revision, PipelineExit.Promoted, over.Result, Because(over)),
        { Result: "RolledBack" } over => new WaitState.Ended(revision, PipelineExit.RolledBack, over.Result, Because(over)),
        { } over => new WaitState.Ended(revision, PipelineExit.AbortedOrSuperseded, over.Result, Because(over)),
        null when status.StableRevision == revision => new WaitState.Ended(revision, PipelineExit.Promoted, "Promoted", "it is what the fleet runs"),
        null when started => new WaitState.Ended(revision, PipelineExit.AbortedOrSuperseded, "Superseded", $"{status.WantedRevision} is wanted by now"),
        null => new WaitState.Going(revision, $"it is not there yet; {status.WantedRevision} is wanted"),
    };

    private static OutcomeSeen? OutcomeOf(RolloutProgress status, string revision) => (status.Outcomes ?? []).FirstOrDefault(o => o.Revision == revision);

    private static string Because(OutcomeSeen outcome) => outcome.Message ?? outcome.Reason ?? outcome.Result;

    private static string Message(RolloutProgress status) => status.Message ?? status.Reason ?? status.Phase;

    private static string Words(RolloutProgress status) => $"{status.Phase}: {Message(status)}";
}
