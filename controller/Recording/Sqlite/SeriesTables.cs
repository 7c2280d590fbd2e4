using Rollout.Judge;

namespace Rollout.Recording.Sqlite;

/// <summary>What grows with time: table bucket (history for calibration) and table point (for display). Both bounded.</summary>
internal static class SeriesTables
{
    /// <summary>Whether it was new: a bucket is identified by its metric and start.</summary>
    public static bool AddBucket(SqliteSession session, RolloutKey key, MetricBucket one) => session.Run(
        "INSERT OR IGNORE INTO bucket (namespace, name, metric, start, length, nodes) VALUES ($ns, $name, $metric, $start, $length, $nodes)",
        ("$ns", key.Namespace), ("$name", key.Name), ("$metric", one.Metric), ("$start", one.Bucket.Start.UtcTicks), ("$length", one.Bucket.Length.Ticks),
        ("$nodes", StoredText.Json(one.Bucket.Nodes))) > 0;

    /// <summary>In order of time.</summary>
    public static IReadOnlyList<FleetBucket> Buckets(SqliteSession session, RolloutKey key, string metric, DateTimeOffset since) => session.Read(
        "SELECT start, length, nodes FROM bucket WHERE namespace = $ns AND name = $name AND metric = $metric AND start >= $since ORDER BY start",
        r => new FleetBucket(StoredText.Time(r.GetInt64(0)), TimeSpan.FromTicks(r.GetInt64(1)), StoredText.FromJson<Dictionary<string, Measure>>(r.GetString(2))),
        ("$ns", key.Namespace), ("$name", key.Name), ("$metric", metric), ("$since", since.UtcTicks));

    public static void PruneBuckets(SqliteSession session, RolloutKey key, string metric, DateTimeOffset oldest, int most) => session.Run("""
        DELETE FROM bucket WHERE namespace = $ns AND name = $name AND metric = $metric AND (start < $oldest OR start <=
          (SELECT start FROM bucket WHERE namespace = $ns AND name = $name AND metric = $metric ORDER BY start DESC LIMIT 1 OFFSET $most))
        """, ("$ns", key.Namespace), ("$name", key.Name), ("$metric", metric), ("$oldest", oldest.UtcTicks), ("$most", most));

    public static void AddPoint(SqliteSession session, RolloutKey key, MetricPoint point) => session.Run("""
        INSERT OR REPLACE INTO point (namespace, name, revision, metric, at, effect, low, high, log_e_harm, log_e_safe, stage)
        VALUES ($ns, $name, $revision, $metric, $at, $effect, $low, $high, $harm, $safe, $stage)
        """, ("$ns", key.Namespace), ("$name", key.Name), ("$revision", point.Revision), ("$metric", point.Metric), ("$at", point.At.UtcTicks),
        ("$effect", point.Effect), ("$low", point.Low), ("$high", point.High), ("$harm", point.LogEHarm), ("$safe", point.LogESafe), ("$stage", point.Stage));

    /// <summary>By metric, then in order of time.</summary>
    public static IReadOnlyList<MetricPoint> Points(SqliteSession session, RolloutKey key, string revision) => session.Read("""
        SELECT metric, at, effect, low, high, log_e_harm, log_e_safe, stage FROM point
        WHERE namespace = $ns AND name = $name AND revision = $revision ORDER BY metric, at
        """, r => new MetricPoint(revision, r.GetString(0), StoredText.Time(r.GetInt64(1)), r.NumberOrNull(2), r.NumberOrNull(3), r.NumberOrNull(4),
            r.NumberOrNull(5) ?? double.NaN, r.NumberOrNull(6) ?? double.NaN, r.GetInt32(7)),
        ("$ns", key.Namespace), ("$name", key.Name), ("$revision", revision));

    /// <summary>Halves a series that has grown too long, the last point kept, and forgets the oldest revisions.</summary>
    public static void PrunePoints(SqliteSession session, RolloutKey key, string revision, string metric, int mostPoints, int mostRevisions)
    {
        if (session.Number("SELECT count(*) FROM point WHERE namespace = $ns AND name = $name AND revision = $revision AND metric = $metric",
            ("$ns", key.Namespace), ("$name", key.Name), ("$revision", revision), ("$metric", metric)) > mostPoints)
        {
            session.Run("""
                DELETE FROM point WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (ORDER BY at DESC) AS place FROM point
                  WHERE namespace = $ns AND name = $name AND revision = $revision AND metric = $metric) WHERE place % 2 = 0)
                """, ("$ns", key.Namespace), ("$name", key.Name), ("$revision", revision), ("$metric", metric));
        }

        session.Run("""
            DELETE FROM point WHERE namespace = $ns AND name = $name AND revision IN (SELECT revision FROM point WHERE namespace = $ns AND name = $name
              GROUP BY revision ORDER BY max(id) DESC LIMIT -1 OFFSET $most)
            """, ("$ns", key.Namespace), ("$name", key.Name), ("$most", mostRevisions));
    }
}
