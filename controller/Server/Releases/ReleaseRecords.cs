using Rollout.History;
using Rollout.Planning;
using Rollout.Recording;

namespace Rollout.Server.Releases;

/// <summary>From what is recorded of a rollout to releases as the history keeps them. Pure.</summary>
public static class ReleaseRecords
{
    /// <summary>Those that are over, oldest first, and the one under way.</summary>
    /// <param name="key">Of the rollout.</param>
    /// <param name="uid">Of the rollout.</param>
    /// <param name="progress">As recorded.</param>
    /// <param name="version">Of the record.</param>
    public static IReadOnlyList<ReleaseRecord> Of(RolloutKey key, string uid, Progress progress, long version) =>
        [.. progress.Outcomes.Reverse().Select(o => Over(key, uid, o, version)), .. UnderWay(key, uid, progress, version) is { } now ? (ReleaseRecord[])[now] : []];

    public static ReleaseRecord Over(RolloutKey key, string uid, Outcome outcome, long version) =>
        Of(key, uid, outcome.Revision, outcome.StartedAt, outcome.Release, version) with
        {
            Result = outcome.Result switch
            {
                OutcomeResult.Promoted => ReleaseResult.Promoted,
                OutcomeResult.RolledBack => ReleaseResult.RolledBack,
                OutcomeResult.Superseded => ReleaseResult.Superseded,
                OutcomeResult.Aborted => ReleaseResult.Aborted,
            },
            Reason = outcome.Reason,
            Message = outcome.Message,
            EndedBy = outcome.By,
            EndedAt = outcome.EndedAt,
        };

    /// <summary>Null while none is on a node: one that only waits may go without an outcome, and would be under way for ever.</summary>
    public static ReleaseRecord? UnderWay(RolloutKey key, string uid, Progress progress, long version) =>
        progress is { CanaryRevision: { } revision, StartedAt: { } started, Release: { Stages.Count: > 0 } notes }
            ? Of(key, uid, revision, started, notes, version) : null;

    private static ReleaseRecord Of(RolloutKey key, string uid, string revision, DateTimeOffset started, ReleaseNotes? notes, long version) => ReleaseLimits.Fitted(new()
    {
        Key = new ReleaseKey(uid, revision, started),
        Namespace = key.Namespace,
        Name = key.Name,
        Sequence = version,
        StableRevision = notes?.StableRevision,
        Commit = notes?.Identity.Commit,
        CommittedAt = notes?.Identity.CommittedAt,
        BuiltAt = notes?.Identity.BuiltAt,
        Risk = notes?.Identity.Risk,
        WantedAt = notes?.AskedAt,
        StartedBy = notes?.By,
        Stages = [.. (notes?.Stages ?? []).Select(s => new ReleaseStage(s.Index, s.Nodes, s.FleetNodes, s.OpenedAt, s.ReadyAt, s.LeftAt))],
        Verdicts =
        [
            .. (notes?.Metrics ?? []).Select(m => new ReleaseVerdict(
                m.Metric, m.Verdict, m.Effect, m.Low, m.High, m.LogEHarm, m.LogESafe, m.CanaryEvents, m.FleetEvents)),
        ],
        DecidedAt = notes?.DecidedAt,
    });
}
