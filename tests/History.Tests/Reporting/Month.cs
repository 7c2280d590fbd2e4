namespace Rollout.History.Tests.Reporting;

/// <summary>A month of a shop, small enough to work out by hand. Times count from midnight of 1 November 2026, UTC.</summary>
internal static class Month
{
    public static readonly DateTimeOffset First = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Of a day, at an hour.</summary>
    public static DateTimeOffset At(int day, double hour) => First.AddDays(day - 1).AddHours(hour);

    /// <summary>
    /// v2 promoted on day 2, v3 rolled back on day 3, v4 promoted on day 4 without a known commit, v5 promoted on day 5 and reverted by the return to v4
    /// on day 6, v6 aborted on its canary on day 7, v7 superseded before it had one on day 8 by v8, which is under way.
    /// </summary>
    public static IReadOnlyList<ReleaseRecord> Releases { get; } =
    [
        Make("v2", "v1", At(2, 10), ReleaseResult.Promoted, At(2, 13), opened: [At(2, 10.25), At(2, 11)], decided: At(2, 12), committed: At(1, 13), built: At(2, 9)),
        Make("v3", "v2", At(3, 10), ReleaseResult.RolledBack, At(3, 11), opened: [At(3, 10.5)], decided: At(3, 10.75), committed: At(3, 8), built: At(3, 9)),
        Make("v4", "v2", At(4, 10), ReleaseResult.Promoted, At(4, 12), opened: [At(4, 10.5), At(4, 11)], decided: At(4, 11.5), built: At(4, 4)),
        Make("v5", "v4", At(5, 10), ReleaseResult.Promoted, At(5, 12), opened: [At(5, 10), At(5, 11)], decided: At(5, 11.5), committed: At(5, 2)),
        Make("v4", "v5", At(6, 9), ReleaseResult.Promoted, At(6, 10), opened: [At(6, 9)], decided: At(6, 9.5), committed: At(3, 0)),
        Make("v6", "v4", At(7, 9), ReleaseResult.Aborted, At(7, 10), opened: [At(7, 9)], decided: At(7, 9.5)),
        Make("v7", "v4", At(8, 9), ReleaseResult.Superseded, At(8, 9.5)),
        Make("v8", "v4", At(8, 9.5), null, null, opened: [At(8, 10)]),
    ];

    private static ReleaseRecord Make(
        string revision, string stable, DateTimeOffset started, ReleaseResult? result, DateTimeOffset? ended, DateTimeOffset[]? opened = null,
        DateTimeOffset? decided = null, DateTimeOffset? committed = null, DateTimeOffset? built = null) => new()
        {
            Key = new ReleaseKey("hosts/shop", revision, started),
            Namespace = "default",
            Name = "shop",
            StableRevision = stable,
            CommittedAt = committed,
            BuiltAt = built,
            Stages = [.. (opened ?? []).Select((o, i) => new ReleaseStage(i, 1 + i, 6, o, o, i + 1 < opened!.Length ? opened[i + 1] : decided))],
            DecidedAt = decided,
            Result = result,
            EndedAt = ended,
        };
}
