using Microsoft.Data.Sqlite;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Recording.Sqlite;

/// <summary>The fenced record: tables rollout and metric.</summary>
internal static class RolloutTable
{
    private const string Of = "WHERE namespace = $ns AND name = $name";

    /// <summary>Null where nothing was written. Throws JsonException where what is stored cannot be understood.</summary>
    public static RolloutRecord? Read(SqliteSession session, RolloutKey key)
    {
        var rows = session.Read($"SELECT version, progress, evidence_trial, wanted, wanted_by, wanted_at, conditions, steady, wanted_identity, wanted_breaks FROM rollout {Of}", r => new RolloutRecord
        {
            Key = key,
            Version = r.GetInt64(0),
            Progress = StoredText.FromJson<Progress>(r.GetString(1)),
            EvidenceTrial = r.GetInt32(2),
            Wanted = r.IsDBNull(3) ? null : new WantedRevision(r.GetString(3), r.TextOrNull(4), StoredText.Time(r.GetString(5)))
            {
                Identity = r.TextOrNull(8) is { } identity ? StoredText.FromJson<ReleaseIdentity>(identity) : ReleaseIdentity.Unknown,
                ApiBreaks = StoredText.FromJson<ValueList<string>>(r.TextOrNull(9) ?? "[]"),
            },
            Conditions = r.TextOrNull(6) is { } conditions ? StoredText.FromJson<List<Condition>>(conditions) : [],
            Steady = StoredText.FromJson<Dictionary<string, SteadyNode>>(r.TextOrNull(7) ?? "{}"),
        }, ("$ns", key.Namespace), ("$name", key.Name));
        if (rows is not [var record])
        {
            return null;
        }

        var metrics = session.Read($"SELECT metric, evidence, baseline FROM metric {Of}",
            r => (Metric: r.GetString(0), Evidence: r.TextOrNull(1), Baseline: r.TextOrNull(2)), ("$ns", key.Namespace), ("$name", key.Name));
        return record with
        {
            Evidence = metrics.Where(m => m.Evidence is not null).ToDictionary(m => m.Metric, m => StoredText.FromJson<Evidence>(m.Evidence!), StringComparer.Ordinal),
            Baselines = metrics.Where(m => m.Baseline is not null).ToDictionary(m => m.Metric, m => StoredText.FromJson<Baseline>(m.Baseline!), StringComparer.Ordinal),
            Orders = OrderTable.Waiting(session, key),
        };
    }

    public static long Version(SqliteSession session, RolloutKey key) =>
        session.Number($"SELECT version FROM rollout {Of}", ("$ns", key.Namespace), ("$name", key.Name));

    public static bool Exists(SqliteSession session, RolloutKey key) => Version(session, key) > 0;

    /// <summary>Replaces record, evidence and baselines; what was asked for stays.</summary>
    public static void Write(SqliteSession session, RolloutRecord next, long version)
    {
        var (ns, name) = (next.Key.Namespace, next.Key.Name);
        session.Run("""
            INSERT INTO rollout (namespace, name, version, progress, evidence_trial, conditions, steady)
            VALUES ($ns, $name, $version, $progress, $trial, $conditions, $steady)
            ON CONFLICT (namespace, name) DO UPDATE SET
              version = $version, progress = $progress, evidence_trial = $trial, conditions = $conditions, steady = $steady
            """, ("$ns", ns), ("$name", name), ("$version", version), ("$progress", StoredText.Json(next.Progress)), ("$trial", next.EvidenceTrial),
            ("$conditions", StoredText.Json(next.Conditions)), ("$steady", StoredText.Json(next.Steady)));

        // A baseline is written once and is the larger part: rows that say the same are left as they are.
        var metrics = next.Evidence.Keys.Union(next.Baselines.Keys, StringComparer.Ordinal).ToList();
        foreach (var gone in session.Read($"SELECT metric FROM metric {Of}", r => r.GetString(0), ("$ns", ns), ("$name", name)).Except(metrics, StringComparer.Ordinal))
        {
            session.Run($"DELETE FROM metric {Of} AND metric = $metric", ("$ns", ns), ("$name", name), ("$metric", gone));
        }

        foreach (var metric in metrics)
        {
            session.Run("""
                INSERT INTO metric (namespace, name, metric, evidence, baseline) VALUES ($ns, $name, $metric, $evidence, $baseline)
                ON CONFLICT (namespace, name, metric) DO UPDATE SET evidence = $evidence, baseline = $baseline
                WHERE evidence IS NOT $evidence OR baseline IS NOT $baseline
                """, ("$ns", ns), ("$name", name), ("$metric", metric),
                ("$evidence", next.Evidence.TryGetValue(metric, out var evidence) ? StoredText.Json(evidence) : null),
                ("$baseline", next.Baselines.TryGetValue(metric, out var baseline) ? StoredText.Json(baseline) : null));
        }
    }

    public static void Want(SqliteSession session, RolloutKey key, WantedRevision wanted) =>
        session.Run($"UPDATE rollout SET wanted = $wanted, wanted_by = $by, wanted_at = $at, wanted_identity = $identity, wanted_breaks = $breaks {Of}",
            ("$ns", key.Namespace), ("$name", key.Name), ("$wanted", wanted.Revision), ("$by", wanted.Author), ("$at", StoredText.Of(wanted.At)),
            ("$identity", StoredText.Json(wanted.Identity)), ("$breaks", wanted.ApiBreaks.Count == 0 ? null : StoredText.Json(wanted.ApiBreaks)));

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static double? NumberOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
