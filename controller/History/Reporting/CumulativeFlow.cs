namespace Rollout.History.Reporting;

/// <summary>
/// The cumulative flow diagram (Anderson, Kanban, 2010, chapter 12): for each day how many releases had come to each state. Pure.
/// </summary>
internal static class CumulativeFlow
{
    public const int MostPoints = 400;

    public static IReadOnlyList<FlowPoint> Of(IReadOnlyList<ReleaseRecord> releases, ReportSpan span)
    {
        // Those that were over before are in no column.
        var all = releases.Where(r => r.EndedAt is null || r.EndedAt >= span.Since).ToList();
        return [.. Ends(span).Select(end => At(all, end))];
    }

    private static FlowPoint At(IReadOnlyList<ReleaseRecord> releases, DateTimeOffset end)
    {
        var over = releases.Where(r => r.EndedAt < end).ToList();
        int Come(Func<ReleaseRecord, DateTimeOffset?> when) => releases.Count(r => r.EndedAt < end || when(r) < end);
        return new FlowPoint(
            end, Come(r => r.Key.StartedAt), Come(r => r.Stages is [var first, ..] ? first.OpenedAt : null), Come(r => r.DecidedAt), over.Count,
            over.Count(r => r.Result == ReleaseResult.Promoted));
    }

    /// <summary>The ends of days in UTC, the last one cut at the span's end; every second, third, ... day where there would be too many.</summary>
    private static IEnumerable<DateTimeOffset> Ends(ReportSpan span)
    {
        var step = TimeSpan.FromDays(Math.Max(1, Math.Ceiling(span.Days / MostPoints)));
        for (var end = new DateTimeOffset(span.Since.UtcDateTime.Date, TimeSpan.Zero) + step; end < span.Until; end += step)
        {
            yield return end;
        }

        yield return span.Until;
    }
}
