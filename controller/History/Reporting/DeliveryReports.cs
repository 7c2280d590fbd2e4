namespace Rollout.History.Reporting;

/// <summary>Makes a report of releases. Pure.</summary>
public static class DeliveryReports
{
    /// <param name="releases">All that ended in the span or were under way in it; others are left out. In any order.</param>
    public static DeliveryReport Of(IReadOnlyList<ReleaseRecord> releases, ReportSpan span)
    {
        var ended = releases.Where(r => r.EndedAt >= span.Since && r.EndedAt < span.Until && r.Result is not null).OrderBy(r => r.EndedAt).ToList();
        var promoted = ended.Where(r => r.Result == ReleaseResult.Promoted).ToList();
        var (returns, reverted) = Reverts.In(promoted);
        var fresh = promoted.Where(r => !returns.Contains(r)).ToList();
        var back = ended.Where(r => r.Result == ReleaseResult.RolledBack && r.Stages.Count > 0).ToList();
        return new DeliveryReport
        {
            Span = span,
            Results = Enum.GetValues<ReleaseResult>().ToDictionary(result => result, result => ended.Count(r => r.Result == result)),
            UnderWay = releases.Count(r => r.StartedAt() < span.Until && (r.EndedAt is null || r.EndedAt >= span.Until)),
            Returns = returns.Count,
            Frequency = new DeploymentFrequency(
                promoted.Count, span.Days < 1 ? null : promoted.Count / span.Days * 7, promoted.Select(r => r.EndedAt!.Value.UtcDateTime.Date).Distinct().Count()),
            LeadTime = Durations.Of(fresh.Select(r => r.EndedAt - r.CommittedAt)),
            LeadTimeFromBuild = Durations.Of(fresh.Select(r => r.EndedAt - r.BuiltAt)),
            Failures = new ChangeFailures(
                fresh.Count + back.Count, back.Count, reverted.Count, ended.Count(r => r.Result != ReleaseResult.Promoted) - back.Count),
            TimeToRestore = Durations.Of(
                back.Select(r => r.EndedAt - r.Stages[0].OpenedAt).Concat(reverted.Select(pair => pair.Remedy.EndedAt - FirstNode(pair.Failed)))),
            Waiting = Durations.Of(ended.Where(r => r.Stages.Count > 0).Select(r => FirstNode(r) - r.StartedAt())),
            Stages = StagesOf(ended),
            Promoting = Durations.Of(promoted.Select(r => r.EndedAt - r.DecidedAt)),
            TakingBack = Durations.Of(back.Select(r => r.EndedAt - r.DecidedAt)),
            Flow = CumulativeFlow.Of(releases, span),
        };
    }

    private static DateTimeOffset StartedAt(this ReleaseRecord release) => release.Key.StartedAt;

    /// <summary>Unknown where the stages are.</summary>
    private static DateTimeOffset? FirstNode(ReleaseRecord release) => release.Stages is [var first, ..] ? first.OpenedAt : null;

    private static List<StageTime> StagesOf(IReadOnlyList<ReleaseRecord> ended) =>
    [
        .. ended.SelectMany(r => r.Stages).GroupBy(s => s.Index).OrderBy(g => g.Key)
            .Select(g => new StageTime(g.Key, Durations.Of(g.Select(s => s.LeftAt - s.OpenedAt)))),
    ];
}
