namespace Rollout.History.Sqlite;

/// <summary>The tables in SQLite. Each version adds to the one before; what has been shipped is never edited.</summary>
internal static class SqliteHistorySchema
{
    /// <summary>"SHis" in ASCII, in the file's header: tells our files from those of other programs.</summary>
    public const long ApplicationId = 0x53486973;

    public static IReadOnlyList<string> Versions { get; } =
    [
        """
        CREATE TABLE staggered_release (
          id INTEGER PRIMARY KEY, uid TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, revision TEXT NOT NULL, started_at TEXT NOT NULL,
          sequence INTEGER NOT NULL, stable_revision TEXT, commit_id TEXT, committed_at TEXT, built_at TEXT, wanted_at TEXT, started_by TEXT,
          decided_at TEXT, result TEXT, reason TEXT, message TEXT, ended_by TEXT, ended_at TEXT,
          UNIQUE (uid, revision, started_at));
        CREATE INDEX staggered_release_of ON staggered_release (namespace, name, started_at);
        CREATE TABLE staggered_stage (
          release INTEGER NOT NULL REFERENCES staggered_release (id) ON DELETE CASCADE, place INTEGER NOT NULL, stage INTEGER NOT NULL,
          nodes INTEGER NOT NULL, fleet_nodes INTEGER NOT NULL, opened_at TEXT NOT NULL, ready_at TEXT, left_at TEXT,
          PRIMARY KEY (release, place)) WITHOUT ROWID;
        CREATE TABLE staggered_verdict (
          release INTEGER NOT NULL REFERENCES staggered_release (id) ON DELETE CASCADE, place INTEGER NOT NULL, metric TEXT NOT NULL, verdict TEXT NOT NULL,
          effect REAL, low REAL, high REAL, log_e_harm REAL, log_e_safe REAL, canary_events REAL, fleet_events REAL,
          PRIMARY KEY (release, place)) WITHOUT ROWID;
        """,
        """
        ALTER TABLE staggered_release ADD COLUMN risk TEXT;
        CREATE INDEX staggered_release_ended ON staggered_release (ended_at);
        """,
    ];
}
