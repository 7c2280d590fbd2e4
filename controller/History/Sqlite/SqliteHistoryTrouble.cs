using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Rollout.History.Sqlite;

/// <summary>SQLite's errors as sentences with a mend.</summary>
internal static class SqliteHistoryTrouble
{
    public static (string Reason, bool IsRefusal) Explain(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => ("it is no SQLite database; name another file with --history", false),
        raw.SQLITE_CORRUPT => ("it is corrupt; put back a copy, or move it away to begin afresh", false),
        raw.SQLITE_FULL => ("it cannot grow; make room on the disk", false),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN => ("it cannot be opened or written; give the controller's user the right to, in its directory too", false),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ("it is kept busy by another process; end what holds it open", false),
        raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => ($"it does not take the release: {e.Message}", true),
        _ => ($"it cannot be used: {e.Message}", false),
    };
}
