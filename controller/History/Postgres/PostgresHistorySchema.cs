namespace Rollout.History.Postgres;

/// <summary>The tables in PostgreSQL. Each version adds to the one before; what has been shipped is never edited.</summary>
internal static class PostgresHistorySchema
{
    public static IReadOnlyList<string> Versions { get; } =
    [
        """
        CREATE TABLE staggered_release (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uid text NOT NULL, namespace text NOT NULL, name text NOT NULL, revision text NOT NULL,
          started_at timestamptz NOT NULL, sequence bigint NOT NULL, stable_revision text, commit_id text, committed_at timestamptz, built_at timestamptz,
          wanted_at timestamptz, started_by text, decided_at timestamptz, result text, reason text, message text, ended_by text, ended_at timestamptz,
          UNIQUE (uid, revision, started_at));
        CREATE INDEX staggered_release_of ON staggered_release (namespace, name, started_at);
        CREATE TABLE staggered_stage (
          release bigint NOT NULL REFERENCES staggered_release (id) ON DELETE CASCADE, place integer NOT NULL, stage integer NOT NULL,
          nodes integer NOT NULL, fleet_nodes integer NOT NULL, opened_at timestamptz NOT NULL, ready_at timestamptz, left_at timestamptz,
          PRIMARY KEY (release, place));
        CREATE TABLE staggered_verdict (
          release bigint NOT NULL REFERENCES staggered_release (id) ON DELETE CASCADE, place integer NOT NULL, metric text NOT NULL, verdict text NOT NULL,
          effect double precision, low double precision, high double precision, log_e_harm double precision, log_e_safe double precision,
          canary_events double precision, fleet_events double precision, PRIMARY KEY (release, place));
        """,
        """
        ALTER TABLE staggered_release ADD COLUMN risk text;
        CREATE INDEX staggered_release_ended ON staggered_release (ended_at);
        """,
    ];
}
