using Rollout.Planning;

namespace Rollout.Recording.Sqlite;

/// <summary>What happened and how trials ended: tables happening (bounded) and outcome (kept).</summary>
internal static class HistoryTables
{
    public static void AddHappenings(SqliteSession session, RolloutKey key, IReadOnlyList<Happening> happenings, int most)
    {
        foreach (var happening in happenings)
        {
            session.Run(
                "INSERT INTO happening (namespace, name, at, revision, reason, message, severity, by_whom) VALUES ($ns, $name, $at, $revision, $reason, $message, $severity, $by)",
                ("$ns", key.Namespace), ("$name", key.Name), ("$at", StoredText.Of(happening.At)), ("$revision", happening.Revision),
                ("$reason", happening.Reason), ("$message", happening.Message), ("$severity", happening.Severity.ToString()), ("$by", happening.By));
        }

        if (happenings.Count > 0)
        {
            session.Run("""
                DELETE FROM happening WHERE namespace = $ns AND name = $name AND id <=
                  (SELECT id FROM happening WHERE namespace = $ns AND name = $name ORDER BY id DESC LIMIT 1 OFFSET $most)
                """, ("$ns", key.Namespace), ("$name", key.Name), ("$most", most));
        }
    }

    /// <param name="session">Where.</param>
    /// <param name="key">Whose.</param>
    /// <param name="after">Only those with a greater id, oldest first; null: the newest, newest first.</param>
    /// <param name="most">At most so many.</param>
    public static IReadOnlyList<RecordedHappening> Happenings(SqliteSession session, RolloutKey key, long? after, int most) => session.Read(
        $"""
        SELECT id, at, revision, reason, message, severity, by_whom FROM happening WHERE namespace = $ns AND name = $name AND id > $after
        ORDER BY id {(after is null ? "DESC" : "ASC")} LIMIT $most
        """,
        r => new RecordedHappening(r.GetInt64(0), new Happening(StoredText.Time(r.GetString(1)), r.TextOrNull(2), r.GetString(3), r.GetString(4),
            Enum.Parse<Severity>(r.GetString(5)), r.TextOrNull(6))),
        ("$ns", key.Namespace), ("$name", key.Name), ("$after", after ?? 0), ("$most", most));

    public static void AddOutcomes(SqliteSession session, RolloutKey key, IReadOnlyList<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            session.Run("""
                INSERT INTO outcome (namespace, name, result, revision, reason, message, started_at, ended_at, ended_by, release)
                VALUES ($ns, $name, $result, $revision, $reason, $message, $started, $ended, $by, $release)
                """, ("$ns", key.Namespace), ("$name", key.Name), ("$result", outcome.Result.ToString()), ("$revision", outcome.Revision),
                ("$reason", outcome.Reason), ("$message", outcome.Message), ("$started", StoredText.Of(outcome.StartedAt)),
                ("$ended", StoredText.Of(outcome.EndedAt)), ("$by", outcome.By),
                ("$release", outcome.Release is { } release ? StoredText.Json(release) : null));
        }
    }

    public static IReadOnlyList<Outcome> Outcomes(SqliteSession session, RolloutKey key, int most) => session.Read("""
        SELECT result, revision, reason, message, started_at, ended_at, ended_by, release FROM outcome WHERE namespace = $ns AND name = $name
        ORDER BY id DESC LIMIT $most
        """, r => new Outcome(Enum.Parse<OutcomeResult>(r.GetString(0)), r.GetString(1), r.GetString(2), r.GetString(3),
            StoredText.Time(r.GetString(4)), StoredText.Time(r.GetString(5)), r.TextOrNull(6))
            {
                Release = r.TextOrNull(7) is { } release ? StoredText.FromJson<ReleaseNotes>(release) : null,
            },
        ("$ns", key.Namespace), ("$name", key.Name), ("$most", most));
}
