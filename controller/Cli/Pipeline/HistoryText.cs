using System.Globalization;
using Rollout.Demo.Terminal;
using Rollout.History;

namespace Rollout.Cli.Pipeline;

/// <summary>Releases, newest first.</summary>
internal static class HistoryText
{
    public static IEnumerable<string> Lines(IReadOnlyList<ReleaseRecord> releases, bool wide) =>
        releases.Count == 0 ? ["no release has been tried yet"]
        : wide ? Columns.Table(["STARTED", "ENDED", "TOOK", "REVISION", "FROM", "RESULT", "COMMIT", "BUILT", "LEAD", "STAGES", "EFFECT", "BY", "WHY"], releases.Select(Wide), int.MaxValue)
        : Columns.Table(["ENDED", "TOOK", "REVISION", "RESULT", "COMMIT", "WHY"], releases.Select(Narrow));

    private static string[] Narrow(ReleaseRecord r) =>
        [r.EndedAt is { } ended ? Minute(ended) : "under way", Took(r.EndedAt - r.Key.StartedAt), r.Key.Revision, Result(r), Short(r.Commit), Why(r)];

    private static string[] Wide(ReleaseRecord r) =>
    [
        Minute(r.Key.StartedAt), Minute(r.EndedAt), Took(r.EndedAt - r.Key.StartedAt), r.Key.Revision, r.StableRevision ?? Wording.Unknown, Result(r),
        r.Commit ?? Wording.Unknown, Minute(r.BuiltAt), r.Result == ReleaseResult.Promoted ? Took(r.EndedAt - r.CommittedAt) : Wording.Unknown,
        string.Join(" ", r.Stages.Select(s => $"{s.Nodes}/{s.FleetNodes}:{Took(s.LeftAt - s.OpenedAt)}")) is { Length: > 0 } stages ? stages : Wording.Unknown,
        r.Verdicts is [var first, ..] ? $"{first.Metric} {Wording.Percent(first.Effect)}" : Wording.Unknown, r.EndedBy ?? r.StartedBy ?? Wording.Unknown, Why(r),
    ];

    private static string Result(ReleaseRecord release) => release.Result?.ToString() ?? $"Stage{release.Stages.Count.ToString(CultureInfo.InvariantCulture)}";

    private static string Why(ReleaseRecord release) => release.Message ?? release.Reason ?? "";

    /// <summary>As git shortens it.</summary>
    private static string Short(string? commit) => commit is null ? Wording.Unknown : commit.Length <= 9 ? commit : commit[..7];

    private static string Took(TimeSpan? time) => time is { } known && known >= TimeSpan.Zero ? StatusText.Age(known) : Wording.Unknown;

    private static string Minute(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? Wording.Unknown;
}
