using System.Data.Common;
using Npgsql;

namespace Rollout.History.Postgres;

/// <summary>PostgreSQL's errors as sentences with a mend. Classes of SQLSTATE: PostgreSQL manual, appendix A.</summary>
internal static class PostgresTrouble
{
    public static (string Reason, bool IsRefusal) Explain(DbException trouble) => trouble switch
    {
        PostgresException { SqlState: "28P01" or "28000" } => ("it does not let us in; check user and password (a file named by Passfile keeps the password out of the address)", false),
        PostgresException { SqlState: "3D000" } => ("there is no such database; create it, or name another", false),
        PostgresException { SqlState: "42501" } e => ($"the user may not do what is needed ({e.MessageText}); grant it CREATE on the schema, or ownership of the tables", false),
        PostgresException { SqlState: [('2'), ('2' or '3'), ..] } e => ($"it does not take the release: {e.MessageText}", true),
        PostgresException e => ($"{e.MessageText} ({e.SqlState})", false),
        _ => ((trouble.InnerException ?? trouble).Message.TrimEnd('.'), false),
    };
}
