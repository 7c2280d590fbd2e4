using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Rollout.Recording.Sqlite;

/// <summary>SQLite's errors as sentences with a mend.</summary>
internal static class SqliteTrouble
{
    public static (string What, string Mend) Explain(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => ("is no SQLite database", "move it away to begin afresh, or name another file; nothing was changed"),
        raw.SQLITE_CORRUPT => ("is corrupt", "put back a copy, or move it away to begin afresh; nothing was changed"),
        raw.SQLITE_FULL => ("cannot grow: the disk, or the bound on the file's size, is full", "make room; nothing that was stored is lost"),
        raw.SQLITE_READONLY => ("cannot be written", "give the controller's user the right to write it and its directory"),
        raw.SQLITE_CANTOPEN => ("cannot be opened", "check that its directory exists and may be read and written"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ("is kept busy by another process", "end what holds it open, such as a sqlite3 shell in a transaction"),
        raw.SQLITE_IOERR => ($"cannot be read or written: {e.Message}", "check the disk"),
        _ => ($"cannot be used: {e.Message}", "check the file and the disk"),
    };

    public static string Sentence(SqliteException e)
    {
        var (what, mend) = Explain(e);
        return $"the state file {what}; {mend}";
    }
}
