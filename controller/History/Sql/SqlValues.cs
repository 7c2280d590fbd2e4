using System.Data.Common;

namespace Rollout.History.Sql;

/// <summary>Parameters and rows, the same for every database.</summary>
internal static class SqlValues
{
    public static DbCommand Command(this DbConnection connection, DbTransaction? transaction, string sql, ISqlDatabase database, IEnumerable<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value switch { null => DBNull.Value, DateTimeOffset time => database.Value(time), _ => value };
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static double? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    public static DateTimeOffset? TimeOrNull(this ISqlDatabase database, DbDataReader row, int column) => row.IsDBNull(column) ? null : database.Time(row, column);
}
