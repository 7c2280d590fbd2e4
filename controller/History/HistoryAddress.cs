using Rollout.Api;
using Rollout.History.Postgres;
using Rollout.History.Sql;
using Rollout.History.Sqlite;

namespace Rollout.History;

/// <summary>Where the history lies, as <c>--history</c> says it: <c>sqlite:PATH</c> or <c>postgres:CONNSTRING</c> (contract section 6).</summary>
public abstract record HistoryAddress
{
    private const string Mend = "write sqlite:PATH, or postgres:Host=...;Database=...;Username=..., or postgres://USER@HOST/DATABASE";

    private HistoryAddress()
    {
    }

    public sealed record SqliteFile(string Path) : HistoryAddress
    {
        public override string ToString() => $"sqlite:{Path}";
    }

    /// <param name="Connection">With its password, where it has one.</param>
    public sealed record PostgresServer(string Connection) : HistoryAddress
    {
        public override string ToString() => PostgresAddress.WithoutSecrets(Connection);
    }

    /// <summary>Never says what stood there: it may hold a password.</summary>
    public static (HistoryAddress? Address, Problem? Problem) Parse(string text, string place = "--history")
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? ("", "") : (text[..colon], text[(colon + 1)..]);
        if (kind == "sqlite")
        {
            return rest.Length > 0 ? (new SqliteFile(rest), null) : (null, new Problem(place, "names no file", "write sqlite:PATH"));
        }

        if (kind is not ("postgres" or "postgresql"))
        {
            return (null, new Problem(place, colon < 0 ? "names no kind of store" : $"'{Clip(kind)}' is no kind of store", Mend));
        }

        var (connection, wrong) = PostgresAddress.Read(rest);
        return connection is null ? (null, new Problem(place, wrong!, Mend)) : (new PostgresServer(connection), null);
    }

    /// <summary>The store; nothing is opened before it is used.</summary>
    /// <param name="sqliteTrouble">Loads the SQLite library, once for the process: null, or what is missing.</param>
    public IReleaseStore Store(Func<string?> sqliteTrouble, TimeProvider time) => this switch
    {
        SqliteFile file => new SqlReleaseStore(new SqliteDatabase(file.Path, sqliteTrouble), time),
        PostgresServer server => new SqlReleaseStore(new PostgresDatabase(server.Connection), time),
        _ => throw new InvalidOperationException("an address has no third form"),
    };

    private static string Clip(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
