using System.Data.Common;
using System.Globalization;

namespace Rollout.History.Sql;

/// <summary>The statements: the same text for PostgreSQL and SQLite.</summary>
internal static class ReleaseTables
{
    private const string Columns =
        "uid, namespace, name, revision, started_at, sequence, stable_revision, commit_id, committed_at, built_at, risk, wanted_at, started_by, "
        + "decided_at, result, reason, message, ended_by, ended_at";

    private static readonly string[] Names = Columns.Split(", ");

    // What ended stays ended; of two that are under way the later record counts. Anything else is a replay and changes no row.
    private static readonly string Upsert = $"""
        INSERT INTO staggered_release ({Columns}) VALUES ({string.Join(", ", Names.Select(n => "@" + n))})
        ON CONFLICT (uid, revision, started_at) DO UPDATE SET {string.Join(", ", Names.Except(["uid", "revision", "started_at"]).Select(n => $"{n} = excluded.{n}"))}
        WHERE staggered_release.ended_at IS NULL AND (excluded.ended_at IS NOT NULL OR excluded.sequence > staggered_release.sequence)
        RETURNING id
        """;

    /// <summary>Whether a row changed. All in the given transaction.</summary>
    public static async ValueTask<bool> WriteAsync(
        ISqlDatabase database, DbConnection connection, DbTransaction transaction, ReleaseRecord release, CancellationToken cancellationToken)
    {
        await using var upsert = connection.Command(transaction, Upsert, database, Values(release));
        if (await upsert.ExecuteScalarAsync(cancellationToken) is not { } id)
        {
            return false;
        }

        async ValueTask RunAsync(string sql, params (string, object?)[] values)
        {
            await using var command = connection.Command(transaction, sql, database, [("@release", id), .. values]);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await RunAsync("DELETE FROM staggered_stage WHERE release = @release");
        await RunAsync("DELETE FROM staggered_verdict WHERE release = @release");
        foreach (var (stage, place) in release.Stages.Select((s, i) => (s, i)))
        {
            await RunAsync(
                "INSERT INTO staggered_stage (release, place, stage, nodes, fleet_nodes, opened_at, ready_at, left_at) VALUES (@release, @place, @stage, @nodes, @fleet, @opened, @ready, @left)",
                ("@place", place), ("@stage", stage.Index), ("@nodes", stage.Nodes), ("@fleet", stage.FleetNodes), ("@opened", stage.OpenedAt),
                ("@ready", stage.ReadyAt), ("@left", stage.LeftAt));
        }

        foreach (var (said, place) in release.Verdicts.Select((v, i) => (v, i)))
        {
            await RunAsync(
                "INSERT INTO staggered_verdict (release, place, metric, verdict, effect, low, high, log_e_harm, log_e_safe, canary_events, fleet_events) "
                + "VALUES (@release, @place, @metric, @verdict, @effect, @low, @high, @harm, @safe, @canary, @events)",
                ("@place", place), ("@metric", said.Metric), ("@verdict", said.Verdict), ("@effect", said.Effect), ("@low", said.Low), ("@high", said.High),
                ("@harm", said.LogEHarm), ("@safe", said.LogESafe), ("@canary", said.CanaryEvents), ("@events", said.FleetEvents));
        }

        return true;
    }

    /// <summary>At most one more than was asked for, newest first.</summary>
    public static async ValueTask<List<ReleaseRecord>> ReadAsync(
        ISqlDatabase database, DbConnection connection, DbTransaction transaction, ReleaseQuery query, CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        var values = new List<(string, object?)> { ("@most", (long)query.Most + 1) };
        void Where(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                values.Add((name, value));
            }
        }

        Where("namespace = @namespace", "@namespace", query.Namespace);
        Where("name = @name", "@name", query.Name);
        Where("(ended_at IS NULL OR ended_at >= @since)", "@since", query.Since);
        Where("started_at < @before", "@before", query.Before);
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var found = await ListAsync($"SELECT id, {Columns} FROM staggered_release {where} ORDER BY started_at DESC, id DESC LIMIT @most", values,
            row => (Id: row.GetInt64(0), Release: Release(database, row)));
        var ids = string.Join(",", found.Select(f => f.Id.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("0"));
        var stages = await ListAsync($"SELECT release, stage, nodes, fleet_nodes, opened_at, ready_at, left_at FROM staggered_stage WHERE release IN ({ids}) ORDER BY release, place", [],
            row => (Id: row.GetInt64(0), Stage: new ReleaseStage(
                row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), database.Time(row, 4), database.TimeOrNull(row, 5), database.TimeOrNull(row, 6))));
        var verdicts = await ListAsync(
            $"SELECT release, metric, verdict, effect, low, high, log_e_harm, log_e_safe, canary_events, fleet_events FROM staggered_verdict WHERE release IN ({ids}) ORDER BY release, place", [],
            row => (Id: row.GetInt64(0), Said: new ReleaseVerdict(row.GetString(1), row.GetString(2), row.NumberOrNull(3), row.NumberOrNull(4), row.NumberOrNull(5),
                row.NumberOrNull(6), row.NumberOrNull(7), row.NumberOrNull(8), row.NumberOrNull(9))));
        var (stagesOf, saidOf) = (stages.ToLookup(s => s.Id, s => s.Stage), verdicts.ToLookup(v => v.Id, v => v.Said));
        return [.. found.Select(f => f.Release with { Stages = [.. stagesOf[f.Id]], Verdicts = [.. saidOf[f.Id]] })];

        async ValueTask<List<T>> ListAsync<T>(string sql, IEnumerable<(string, object?)> given, Func<DbDataReader, T> read)
        {
            await using var command = connection.Command(transaction, sql, database, given);
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            var list = new List<T>();
            while (await rows.ReadAsync(cancellationToken))
            {
                list.Add(read(rows));
            }

            return list;
        }
    }

    private static (string, object?)[] Values(ReleaseRecord r) =>
    [
        ("@uid", r.Key.Uid), ("@namespace", r.Namespace), ("@name", r.Name), ("@revision", r.Key.Revision), ("@started_at", r.Key.StartedAt),
        ("@sequence", r.Sequence), ("@stable_revision", r.StableRevision), ("@commit_id", r.Commit), ("@committed_at", r.CommittedAt),
        ("@built_at", r.BuiltAt), ("@risk", r.Risk), ("@wanted_at", r.WantedAt), ("@started_by", r.StartedBy), ("@decided_at", r.DecidedAt),
        ("@result", r.Result?.ToString()), ("@reason", r.Reason), ("@message", r.Message), ("@ended_by", r.EndedBy), ("@ended_at", r.EndedAt),
    ];

    private static ReleaseRecord Release(ISqlDatabase database, DbDataReader row) => new()
    {
        Key = new ReleaseKey(row.GetString(1), row.GetString(4), database.Time(row, 5)),
        Namespace = row.GetString(2),
        Name = row.GetString(3),
        Sequence = row.GetInt64(6),
        StableRevision = row.TextOrNull(7),
        Commit = row.TextOrNull(8),
        CommittedAt = database.TimeOrNull(row, 9),
        BuiltAt = database.TimeOrNull(row, 10),
        Risk = row.TextOrNull(11),
        WantedAt = database.TimeOrNull(row, 12),
        StartedBy = row.TextOrNull(13),
        DecidedAt = database.TimeOrNull(row, 14),
        Result = row.TextOrNull(15) is { } result ? Enum.Parse<ReleaseResult>(result) : null,
        Reason = row.TextOrNull(16),
        Message = row.TextOrNull(17),
        EndedBy = row.TextOrNull(18),
        EndedAt = database.TimeOrNull(row, 19),
    };
}
