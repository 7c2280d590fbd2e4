using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Rollout.History.Sql;

namespace Rollout.History.Sqlite;

/// <summary>A SQLite file (WAL, synchronous FULL): a write that was told survives kill -9 and, as far as the disk does what it says, a power cut.</summary>
internal sealed class SqliteDatabase(string path, Func<string?> libraryTrouble) : ISqlDatabase
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int MostPages = (int)((4L << 30) / 4096);

    public string Where => $"sqlite:{path}";

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (libraryTrouble() is { } missing)
        {
            throw new HistoryUnavailableException(missing);
        }

        if (new FileInfo(path) is { Exists: true, Length: > 0 and < 512 })
        {
            // SQLite takes what is shorter than the smallest page for an empty database, and would write over it.
            throw new HistoryUnavailableException($"{Where} is no SQLite database; move it away to begin afresh, or name another file");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HistoryUnavailableException($"{Where} cannot be opened: {e.Message.TrimEnd('.')}; name another file with --history");
        }

        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 10 };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            Run(connection, "PRAGMA busy_timeout = 10000");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, "PRAGMA foreign_keys = ON");
            Run(connection, FormattableString.Invariant($"PRAGMA max_page_count = {MostPages}"));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask MigrateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var sqlite = (SqliteConnection)connection;
        var version = Number(sqlite, "PRAGMA user_version");
        var application = Number(sqlite, "PRAGMA application_id");
        if (application != SqliteHistorySchema.ApplicationId && (version != 0 || Number(sqlite, "SELECT count(*) FROM sqlite_master") > 0))
        {
            throw new HistoryUnavailableException($"{Where} is a SQLite database of something else; name another file with --history");
        }

        if (version > SqliteHistorySchema.Versions.Count)
        {
            throw new HistoryUnavailableException(FormattableString.Invariant(
                $"{Where} was written by a newer release (its schema is {version}, this one knows {SqliteHistorySchema.Versions.Count}); use that release"));
        }

        if (version < SqliteHistorySchema.Versions.Count)
        {
            Run(sqlite, "PRAGMA journal_mode = WAL");
            Upgrade(sqlite, SqliteHistorySchema.Versions.Count);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public object Value(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public DateTimeOffset Time(DbDataReader row, int column) =>
        DateTimeOffset.ParseExact(row.GetString(column), Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public (string Reason, bool IsRefusal) Explain(DbException trouble) => SqliteHistoryTrouble.Explain((SqliteException)trouble);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>To a version, each step in a transaction of its own together with its number.</summary>
    internal static void Upgrade(SqliteConnection connection, int to)
    {
        for (var version = Number(connection, "PRAGMA user_version"); version < to; version++)
        {
            // Takes the write lock at once: another process may have done it between our look and our lock.
            using var transaction = connection.BeginTransaction(deferred: false);
            if (Number(connection, "PRAGMA user_version") == version)
            {
                Run(connection, SqliteHistorySchema.Versions[(int)version]);
                Run(connection, FormattableString.Invariant($"PRAGMA application_id = {SqliteHistorySchema.ApplicationId}"));
                Run(connection, FormattableString.Invariant($"PRAGMA user_version = {version + 1}"));
            }

            transaction.Commit();
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
