using System.Text.Json;
using Rollout.Api.Resources;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>What a published status tells of a rollout's progress, for people: nothing is decided by it. Pure.</summary>
public static class StatusProgress
{
    // Lists that are absent come as null, whatever the record says: that is how generated readers make them.

    /// <summary>Null where the status is not understood.</summary>
    public static RolloutStatus? Read(byte[] status)
    {
        try
        {
            return status.Length == 0 ? null : JsonSerializer.Deserialize(status, ResourceJson.Default.RolloutStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Progress Of(RolloutStatus? status)
    {
        if (status is null || !Enum.TryParse<Phase>(status.Phase, out var phase))
        {
            return Progress.Initial;
        }

        var ready = (status.Conditions ?? []).FirstOrDefault(c => c.Type == ConditionTypes.Ready);
        return Progress.Initial with
        {
            Phase = phase,
            Reason = ready?.Reason ?? Reasons.NotYetSeen,
            Message = ready?.Message ?? "",
            Since = ready?.LastTransitionTime,
            StableRevision = status.StableRevision,
            CanaryRevision = status.CanaryRevision,
            Stage = status.Stage is { } stage ? new StageProgress { Index = stage.Index, Nodes = stage.Nodes, FleetNodes = 0, Since = stage.Since } : null,
            CanaryNodes = ValueList.From(status.CanaryNodes ?? []),
            RefusedRevisions = ValueList.From((status.RefusedRevisions ?? []).Select(r => new RefusedRevision(r.Revision, r.Reason, r.Message ?? "", r.At))),
            Outcomes = ValueList.From((status.Outcomes ?? []).Select(o => new Outcome(
                Enum.TryParse<OutcomeResult>(o.Result, out var result) ? result : OutcomeResult.Aborted, o.Revision, o.Reason, o.Message ?? "", o.StartedAt, o.EndedAt, o.By)
            {
                Release = o.Commit is null ? null : new ReleaseNotes { Identity = new ReleaseIdentity { Commit = o.Commit } },
            })),
        };
    }

    public static IReadOnlyList<Condition> Conditions(RolloutStatus? status) =>
    [
        .. (status?.Conditions ?? []).Select(c => new Condition(
            c.Type, Enum.TryParse<ConditionStatus>(c.Status, out var said) ? said : ConditionStatus.Unknown, c.Reason, c.Message, c.LastTransitionTime)),
    ];
}
