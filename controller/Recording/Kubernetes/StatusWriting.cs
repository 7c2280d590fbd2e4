using System.Globalization;
using Rollout.Api.Resources;
using Rollout.Planning;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Kubernetes;

/// <summary>A record as the status of a StaggeredRollout: what people read, and what a controller needs to go on. Pure.</summary>
internal static class StatusWriting
{
    public static RolloutStatus Of(RolloutRecord record, PublishedStatus? published, long generation, EvidenceStatus evidence)
    {
        var progress = record.Progress;
        return new RolloutStatus
        {
            ObservedGeneration = generation,
            ObservedWorkloadGeneration = published?.ObservedWorkloadGeneration,
            Phase = published?.Phase ?? progress.Phase.ToString(),
            StableRevision = progress.StableRevision,
            StableReplicaSet = published?.StableReplicaSet,
            CanaryRevision = progress.CanaryRevision,
            RefusedRevisions =
            [
                .. progress.RefusedRevisions.Take(RolloutStatus.MostRefused).Select(refused => new RefusedRevisionStatus
                {
                    Revision = refused.Revision, Reason = refused.Reason, Message = Clip(refused.Message, RefusedRevisionStatus.MostMessage), At = refused.At,
                }),
            ],
            Stage = progress.Stage is { } stage ? Stage(stage) : null,
            CanaryNodes = [.. progress.CanaryNodes.Take(RolloutStatus.MostCanaries)],
            Verdict = published?.Verdict,
            Evidence = evidence,
            Conditions = [.. record.Conditions.Select(condition => Condition(condition, generation))],
            Outcomes =
            [
                .. progress.Outcomes.Take(RolloutStatus.MostOutcomes).Select(outcome => new OutcomeStatus
                {
                    Result = outcome.Result.ToString(), Revision = outcome.Revision, Reason = outcome.Reason, By = outcome.By is { Length: > 0 } by ? Clip(by, 1000) : null,
                    Message = Clip(outcome.Message, OutcomeStatus.MostMessage), StartedAt = outcome.StartedAt, EndedAt = outcome.EndedAt,
                    Commit = outcome.Release?.Identity.Commit is { Length: > 0 and <= 200 } commit ? commit : null,
                }),
            ],
        };
    }

    public static EvidenceStatus Evidence(RolloutRecord record, long sequence, string? calibration, IReadOnlyList<string> taken) => new()
    {
        Version = EvidenceForm,
        Sequence = sequence,
        Trial = record.EvidenceTrial == 0 ? null : record.EvidenceTrial,
        Progress = PackedText.Pack(StoredText.Json(record.Progress)),
        Nodes = record.Steady.Count == 0 ? null : PackedText.Pack(StoredText.Json(record.Steady)),
        Calibration = calibration,
        TakenOrders = taken,
        Metrics = [.. record.Evidence.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => new MetricStateStatus { Name = metric.Key, State = StoredText.Json(metric.Value) })],
    };

    /// <summary>Of what <see cref="Evidence"/> writes and <see cref="RecordReading"/> reads.</summary>
    public const int EvidenceForm = 1;

    private static StageStatus Stage(StageProgress stage) => new()
    {
        Index = stage.Index,
        Nodes = stage.Nodes,
        Since = stage.Since,
        Summary = string.Create(CultureInfo.InvariantCulture, $"{stage.Index + 1}: {stage.Nodes} of {stage.FleetNodes}"),
    };

    private static ConditionEntry Condition(Condition condition, long generation) => new()
    {
        Type = condition.Type, Status = condition.Status.ToString(), ObservedGeneration = generation, LastTransitionTime = condition.LastTransitionTime,
        Reason = condition.Reason, Message = Clip(condition.Message, ConditionEntry.MostMessage),
    };

    /// <summary>A sentence that is too long for its field would refuse the whole status.</summary>
    private static string Clip(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
