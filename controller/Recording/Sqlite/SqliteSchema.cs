namespace Rollout.Recording.Sqlite;

/// <summary>The tables. Each version adds to the one before; a file of a newer version is refused, never guessed at.</summary>
internal static class SqliteSchema
{
    /// <summary>"SRol" in ASCII, in the file's header: tells our files from those of other programs.</summary>
    public const long ApplicationId = 0x53526F6C;

    public static int Newest => Versions.Length;

    // Times are UTC: as text where a person may look with sqlite3, as ticks of 100 ns since the year 1 where there are many.
    private static readonly string[] Versions =
    [
        """
        CREATE TABLE rollout (
          namespace TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, progress TEXT NOT NULL, evidence_trial INTEGER NOT NULL,
          wanted TEXT, wanted_by TEXT, wanted_at TEXT,
          PRIMARY KEY (namespace, name));
        CREATE TABLE metric (
          namespace TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL, evidence TEXT, baseline TEXT,
          PRIMARY KEY (namespace, name, metric)) WITHOUT ROWID;
        CREATE TABLE person_order (
          id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, name TEXT NOT NULL,
          kind TEXT NOT NULL, revision TEXT, author TEXT, at TEXT NOT NULL, taken_version INTEGER, note TEXT);
        CREATE INDEX person_order_waiting ON person_order (namespace, name, id) WHERE taken_version IS NULL;
        CREATE TABLE outcome (
          id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, name TEXT NOT NULL, result TEXT NOT NULL, revision TEXT NOT NULL,
          reason TEXT NOT NULL, message TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL, ended_by TEXT);
        CREATE INDEX outcome_of ON outcome (namespace, name, id);
        CREATE TABLE happening (
          id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, revision TEXT,
          reason TEXT NOT NULL, message TEXT NOT NULL, severity TEXT NOT NULL);
        CREATE INDEX happening_of ON happening (namespace, name, id);
        CREATE TABLE bucket (
          namespace TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, nodes TEXT NOT NULL,
          PRIMARY KEY (namespace, name, metric, start)) WITHOUT ROWID;
        CREATE TABLE point (
          id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, name TEXT NOT NULL, revision TEXT NOT NULL, metric TEXT NOT NULL,
          at INTEGER NOT NULL, effect REAL, low REAL, high REAL, log_e_harm REAL, log_e_safe REAL, stage INTEGER NOT NULL);
        CREATE UNIQUE INDEX point_of ON point (namespace, name, revision, metric, at);
        """,
        """
        ALTER TABLE rollout ADD COLUMN conditions TEXT;
        ALTER TABLE rollout ADD COLUMN steady TEXT;
        """,
        """
        ALTER TABLE happening ADD COLUMN by_whom TEXT;
        """,
        """
        ALTER TABLE rollout ADD COLUMN wanted_identity TEXT;
        ALTER TABLE outcome ADD COLUMN release TEXT;
        """,
        "ALTER TABLE rollout ADD COLUMN wanted_breaks TEXT",
    ];

    public static int VersionOf(SqliteSession session) => (int)session.Number("PRAGMA user_version");

    /// <summary>Brings the file to the newest version, each step in a transaction of its own with its number.</summary>
    public static void Migrate(SqliteSession session)
    {
        for (var version = VersionOf(session); version < Newest; version++)
        {
            var from = version;
            session.Transact(() =>
            {
                // Another process may have done it between our look and our lock.
                if (VersionOf(session) == from)
                {
                    session.Run(Versions[from]);
                    session.Run(FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}"));
                    session.Run(FormattableString.Invariant($"PRAGMA user_version = {from + 1}"));
                }

                return true;
            });
        }
    }
}
