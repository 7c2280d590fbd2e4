using System.Data;
using System.Data.Common;
using Npgsql;
using Rollout.History.Sql;

namespace Rollout.History.Postgres;

/// <summary>A database of a PostgreSQL server: tables staggered_* in the schema that the connection finds first.</summary>
internal sealed class PostgresDatabase(string connection) : ISqlDatabase
{
    /// <summary>Of the advisory lock under which the schema is changed: any number, the same in every controller ("SHis").</summary>
    private const long SchemaLock = 0x53486973;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connection);

    public string Where { get; } = PostgresAddress.WithoutSecrets(connection);

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await source.OpenConnectionAsync(cancellationToken);

    public async ValueTask MigrateAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await MigrateAsync((NpgsqlConnection)connection, PostgresHistorySchema.Versions.Count, cancellationToken);

    public async ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public object Value(DateTimeOffset time) => time.UtcDateTime;

    public DateTimeOffset Time(DbDataReader row, int column) => new(row.GetFieldValue<DateTime>(column), TimeSpan.Zero);

    public (string Reason, bool IsRefusal) Explain(DbException trouble) => PostgresTrouble.Explain(trouble);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>All steps in one transaction under an advisory lock: of many starters one changes the schema and the others wait for it.</summary>
    internal async ValueTask MigrateAsync(NpgsqlConnection connection, int to, CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, null, cancellationToken) == to)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, transaction, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({SchemaLock})"), cancellationToken);
        var version = await VersionAsync(connection, transaction, cancellationToken);
        if (version > to)
        {
            throw new HistoryUnavailableException(
                FormattableString.Invariant($"{Where} was written by a newer release (its schema is {version}, this one knows {to}); use that release"));
        }

        if (version == 0)
        {
            await RunAsync(connection, transaction,
                "CREATE TABLE staggered_history (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version integer NOT NULL); INSERT INTO staggered_history (version) VALUES (0)",
                cancellationToken);
        }

        for (; version < to; version++)
        {
            await RunAsync(connection, transaction, PostgresHistorySchema.Versions[version], cancellationToken);
        }

        await RunAsync(connection, transaction, FormattableString.Invariant($"UPDATE staggered_history SET version = {to}"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>0: there is no history yet.</summary>
    private static async ValueTask<int> VersionAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        // Not to_regclass: it may answer from what the session looked up before it waited for the lock.
        await using var there = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c WHERE c.relname = 'staggered_history' AND pg_catalog.pg_table_is_visible(c.oid))", connection, transaction);
        if (await there.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return 0;
        }

        await using var version = new NpgsqlCommand("SELECT version FROM staggered_history", connection, transaction);
        return await version.ExecuteScalarAsync(cancellationToken) is int known ? known : 0;
    }

    private static async ValueTask RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
