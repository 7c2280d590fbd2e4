using System.Data.Common;

namespace Rollout.History.Sql;

/// <summary>What differs between the databases: how they are opened, their schema, their times, their troubles.</summary>
internal interface ISqlDatabase : IAsyncDisposable
{
    /// <summary>For people, without any secret.</summary>
    string Where { get; }

    /// <summary>An open connection. Throws <see cref="DbException"/> or <see cref="HistoryUnavailableException"/>.</summary>
    ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Brings the schema to the newest version; safe with concurrent starters. Throws as <see cref="OpenAsync"/> does.</summary>
    ValueTask MigrateAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A transaction that only reads, all of one moment.</summary>
    ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>As the database's own value.</summary>
    object Value(DateTimeOffset time);

    DateTimeOffset Time(DbDataReader row, int column);

    /// <summary>Why, with the mend; whether it is the data that is not taken, for good.</summary>
    (string Reason, bool IsRefusal) Explain(DbException trouble);
}
