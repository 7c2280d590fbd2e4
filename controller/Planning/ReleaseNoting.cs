namespace Rollout.Planning;

/// <summary>
/// Notes what happened to a release on the progress that a plan wants recorded, and gives it to the outcome when the release is over. Pure,
/// and apart from the rules: they neither read nor write it.
/// </summary>
public static class ReleaseNoting
{
    private const int MostStages = 50;

    /// <param name="before">As recorded.</param>
    /// <param name="next">As decided.</param>
    /// <param name="asked">What is asked for now; null: nobody has.</param>
    /// <param name="judged">What the judge says in this pass; null: nothing can be said.</param>
    /// <param name="now">Of this pass.</param>
    public static Progress After(Progress before, Progress next, AskedRelease? asked, JudgeView? judged, DateTimeOffset now)
    {
        var notes = Goes(before, next) && before.StartedAt is not null ? before.Release ?? Begun(before, asked) : null;
        notes = notes is null ? null : Noted(notes, before, next, asked, judged, now);
        var fresh = next.Outcomes.TakeWhile(o => before.Outcomes.Count == 0 || !ReferenceEquals(o, before.Outcomes[0])).ToList();
        if (fresh.Count > 0)
        {
            next = next with
            {
                Outcomes = ValueList.From(next.Outcomes.Select(o => !fresh.Contains(o) ? o
                    : o with { Release = o.StartedAt == before.StartedAt && before.StartedAt is not null ? notes ?? before.Release : NeverBegun(o, asked) })),
            };
        }

        return next with
        {
            Release = next.StartedAt is null ? null
                : next.StartedAt == before.StartedAt && next.CanaryRevision == before.CanaryRevision ? notes
                : Noted(Begun(next, asked), next, next, asked, null, now),
        };
    }

    /// <summary>The trial of before is still there to be noted on: it goes on, or ends in this very pass.</summary>
    private static bool Goes(Progress before, Progress next) =>
        next.StartedAt == before.StartedAt || next.Outcomes.Any(o => o.StartedAt == before.StartedAt && !before.Outcomes.Contains(o));

    private static ReleaseNotes Begun(Progress progress, AskedRelease? asked)
    {
        var ours = asked is not null && asked.Revision == progress.CanaryRevision ? asked : null;
        return new ReleaseNotes
        {
            Identity = ours?.Identity ?? ReleaseIdentity.Unknown, By = ours?.By, AskedAt = ours?.At, StableRevision = progress.StableRevision,
        };
    }

    /// <summary>A release that was refused before it was taken up.</summary>
    private static ReleaseNotes? NeverBegun(Outcome outcome, AskedRelease? asked) => asked?.Revision != outcome.Revision ? null
        : new ReleaseNotes { Identity = asked.Identity, By = asked.By, AskedAt = asked.At };

    private static ReleaseNotes Noted(ReleaseNotes notes, Progress before, Progress next, AskedRelease? asked, JudgeView? judged, DateTimeOffset now)
    {
        // Said later of the same release: what was missing is filled in, what was said stays.
        notes = asked is not null && asked.Revision == before.CanaryRevision
            ? notes with { Identity = notes.Identity.Or(asked.Identity), By = notes.By ?? asked.By, AskedAt = notes.AskedAt ?? asked.At }
            : notes;
        var (from, to) = (before.Before ?? before.Phase, next.Before ?? next.Phase);
        notes = next.StartedAt == before.StartedAt && next.Stage is { } stage && to is not (Phase.Promoting or Phase.RollingBack)
            ? notes with { Stages = Opened(notes.Stages, stage, now) }
            : notes;
        var isDecided = to is Phase.Promoting or Phase.RollingBack && from != to;
        var isOver = next.StartedAt != before.StartedAt;
        if (!isDecided && !isOver)
        {
            return notes;
        }

        var ofThis = judged is not null && judged.Trial == before.Trial && judged.Revision == before.CanaryRevision ? judged : null;
        return notes with
        {
            Stages = Left(notes.Stages, now),
            DecidedAt = isDecided ? now : notes.DecidedAt ?? now,
            Metrics = ofThis is null || (isOver && notes.DecidedAt is not null) ? notes.Metrics : ValueList.From(ofThis.Metrics.Select(MetricNote.Of)),
        };
    }

    private static ValueList<StageNote> Opened(ValueList<StageNote> stages, StageProgress stage, DateTimeOffset now)
    {
        if (stages.Count > 0 && stages[^1] is var last && last.Index == stage.Index && last.OpenedAt == stage.Since)
        {
            return last.ReadyAt == stage.ReadyAt || stage.ReadyAt is null ? stages : ValueList.From([.. stages.SkipLast(1), last with { ReadyAt = stage.ReadyAt }]);
        }

        return stages.Count >= MostStages ? stages
            : ValueList.From([.. Left(stages, now), new StageNote(stage.Index, stage.Nodes, stage.FleetNodes, stage.Since, stage.ReadyAt, null)]);
    }

    private static ValueList<StageNote> Left(ValueList<StageNote> stages, DateTimeOffset now) =>
        stages is [.., { LeftAt: null }] ? ValueList.From([.. stages.SkipLast(1), stages[^1] with { LeftAt = now }]) : stages;
}
