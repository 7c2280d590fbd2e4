using Microsoft.Data.Sqlite;
using Rollout.Api;

namespace Rollout.Recording.Sqlite;

/// <summary>Opens a state file, or says why not. A file that is not ours, not whole or not understood is looked at read-only and left as it is.</summary>
internal static class SqliteOpening
{
    private const int PageBytes = 4096;
    private const int SmallestPage = 512;

    public static OpenResult Open(string path, SqliteRecorderOptions options, TimeProvider time)
    {
        FileStream? held = null;
        SqliteSession? writer = null;
        var opened = false;
        try
        {
            if (SqliteLibrary.WhatIsMissing is { } missing)
            {
                return Refuse(path, "cannot be opened", missing);
            }

            if (Directory.Exists(path))
            {
                return Refuse(path, "is a directory", "name a file in it, such as rollout.db");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (options.Exclusive && (held = StateLock.Take(path)) is null)
            {
                return Refuse(path, "is in use by another controller (it holds the lock on the .lock file beside it)",
                    "stop that controller first, or give this fleet a state file of its own");
            }

            if (new FileInfo(path) is { Exists: true, Length: > 0 } && Foreign(path) is { } refused)
            {
                return refused;
            }

            writer = SqliteSession.Open(path, SqliteOpenMode.ReadWriteCreate);
            Prepare(writer, options);
            opened = true;
            return new OpenResult.Opened(new SqliteRecorder(writer, SqliteSession.Open(path, SqliteOpenMode.ReadWrite), held, options, time));
        }
        catch (SqliteException e)
        {
            opened = false;
            var (what, mend) = SqliteTrouble.Explain(e);
            return Refuse(path, what, mend);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return Refuse(path, $"cannot be opened: {e.Message}", "check the path, and the right to write its directory");
        }
        finally
        {
            if (!opened)
            {
                writer?.Dispose();
                held?.Dispose();
            }
        }
    }

    /// <summary>Looks at an existing file without changing it.</summary>
    private static OpenResult.Refused? Foreign(string path)
    {
        // SQLite takes what is shorter than the smallest page for an empty database, and would write over it.
        if (new FileInfo(path).Length < SmallestPage)
        {
            return Refuse(path, "is no SQLite database", "move it away to begin afresh, or name another file; nothing was changed");
        }

        using var look = SqliteSession.Open(path, SqliteOpenMode.ReadOnly);
        var version = SqliteSchema.VersionOf(look);
        var application = look.Number("PRAGMA application_id");
        if (application != SqliteSchema.ApplicationId && (version != 0 || look.Number("SELECT count(*) FROM sqlite_master") > 0))
        {
            return Refuse(path, "is a SQLite database of another program", "name another file; nothing was changed");
        }

        if (version > SqliteSchema.Newest)
        {
            return Refuse(path, FormattableString.Invariant($"was written by a newer release (its schema is {version}, this one knows {SqliteSchema.Newest})"),
                "use that release, or move the file away to begin afresh; nothing was changed");
        }

        var check = look.Read("PRAGMA quick_check(1)", r => r.GetString(0));
        return check is ["ok"] ? null : Refuse(path, $"is corrupt: {check.FirstOrDefault()}", "put back a copy, or move it away to begin afresh; nothing was changed");
    }

    private static void Prepare(SqliteSession writer, SqliteRecorderOptions options)
    {
        // FULL: every write is on the disk before its effects begin, so that not even a power cut makes the controller forget what it has
        // done. With NORMAL, kill -9 would lose nothing either, but a power cut could undo the last writes.
        writer.Run("PRAGMA journal_mode = WAL");
        writer.Run("PRAGMA synchronous = FULL");
        writer.Run("PRAGMA journal_size_limit = 16777216");
        writer.Run(FormattableString.Invariant($"PRAGMA max_page_count = {Math.Max(1, options.MostBytes / PageBytes)}"));
        SqliteSchema.Migrate(writer);
    }

    private static OpenResult.Refused Refuse(string path, string what, string mend) => new(new Problem(path, what, mend));
}
