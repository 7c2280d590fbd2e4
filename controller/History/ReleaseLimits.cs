namespace Rollout.History;

/// <summary>Brings a release to what every store can hold, so that the same release is the same row whatever wrote it. Pure.</summary>
public static class ReleaseLimits
{
    public const int MostText = 500;
    public const int MostMessage = 2000;
    public const int MostStages = 100;
    public const int MostVerdicts = 100;

    public static ReleaseRecord Fitted(ReleaseRecord release) => release with
    {
        Key = new ReleaseKey(Text(release.Key.Uid)!, Text(release.Key.Revision)!, Time(release.Key.StartedAt)),
        Namespace = Text(release.Namespace)!,
        Name = Text(release.Name)!,
        StableRevision = Text(release.StableRevision),
        Commit = Text(release.Commit),
        CommittedAt = Time(release.CommittedAt),
        BuiltAt = Time(release.BuiltAt),
        Risk = Text(release.Risk),
        WantedAt = Time(release.WantedAt),
        StartedBy = Text(release.StartedBy),
        Stages = [.. release.Stages.Take(MostStages).Select(s => s with { OpenedAt = Time(s.OpenedAt), ReadyAt = Time(s.ReadyAt), LeftAt = Time(s.LeftAt) })],
        Verdicts =
        [
            .. release.Verdicts.Take(MostVerdicts).Select(v => new ReleaseVerdict(
                Text(v.Metric)!, Text(v.Verdict)!, Finite(v.Effect), Finite(v.Low), Finite(v.High), Finite(v.LogEHarm), Finite(v.LogESafe),
                Finite(v.CanaryEvents), Finite(v.FleetEvents))),
        ],
        DecidedAt = Time(release.DecidedAt),
        Reason = Text(release.Reason),
        Message = Text(release.Message, MostMessage),
        EndedBy = Text(release.EndedBy),
        EndedAt = Time(release.EndedAt),
    };

    /// <summary>PostgreSQL keeps microseconds, in UTC.</summary>
    private static DateTimeOffset Time(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static DateTimeOffset? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;

    private static double? Finite(double? number) => number is { } known && double.IsFinite(known) ? known : null;

    /// <summary>PostgreSQL takes neither NUL nor half a character.</summary>
    private static string? Text(string? text, int most = MostText)
    {
        if (text is null)
        {
            return null;
        }

        var kept = text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        kept = kept.Length <= most ? kept : kept[..(char.IsHighSurrogate(kept[most - 2]) ? most - 2 : most - 1)] + "…";
        return kept.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar) ? string.Concat(kept.EnumerateRunes()) : kept;
    }
}
