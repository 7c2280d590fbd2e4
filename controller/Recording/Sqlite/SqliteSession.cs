using Microsoft.Data.Sqlite;

namespace Rollout.Recording.Sqlite;

/// <summary>One connection, used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SemaphoreSlim gate = new(1);

    private SqliteSession(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens; throws SqliteException where that cannot be.</summary>
    public static SqliteSession Open(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Run("PRAGMA busy_timeout = 5000");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Holds the connection for as long as the result is not disposed.</summary>
    public async ValueTask<Held> HoldAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return new Held(gate);
    }

    /// <summary>Everything that <paramref name="work"/> does, or nothing. Unless deferred it takes the write lock at once, so that what it reads stays true.</summary>
    public T Transact<T>(Func<T> work, bool deferred = false)
    {
        using var transaction = connection.BeginTransaction(deferred);
        var result = work();
        transaction.Commit();
        return result;
    }

    /// <summary>Runs a statement; how many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Read(sql, r => r.GetInt64(0), values) is [var one, ..] ? one : 0;

    public void Dispose()
    {
        connection.Dispose();
        gate.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            // SQLite has no NaN; what is no number is stored as none.
            command.Parameters.AddWithValue(name, value is null or double.NaN ? DBNull.Value : value);
        }

        return command;
    }

    /// <summary>Gives the connection back.</summary>
    public readonly struct Held(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
