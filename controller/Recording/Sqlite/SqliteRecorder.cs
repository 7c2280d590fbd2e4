using System.Text.Json;
using Microsoft.Data.Sqlite;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Recording.Sqlite;

/// <summary>
/// Records in a SQLite file (WAL, synchronous FULL). One transaction a write: neither kill -9 nor a power cut leaves half a pass, and a
/// write that returned Written survives both, as far as the disk does what it says. Reads go over a connection of their own and do not
/// wait for writes. Safe for concurrent use.
/// </summary>
public sealed class SqliteRecorder : IRecorder, ISeries, IAsyncDisposable
{
    /// <summary>Series are pruned once in so many writes: the bounds are met to within as many rows.</summary>
    private const int PruneEvery = 64;

    private readonly SqliteSession writer;
    private readonly SqliteSession reader;
    private readonly FileStream? held;
    private readonly SqliteRecorderOptions options;
    private readonly TimeProvider time;
    private int bucketWrites;
    private int pointWrites;

    internal SqliteRecorder(SqliteSession writer, SqliteSession reader, FileStream? held, SqliteRecorderOptions options, TimeProvider time)
    {
        this.writer = writer;
        this.reader = reader;
        this.held = held;
        this.options = options;
        this.time = time;
    }

    /// <summary>Opens or creates a state file. What is there and cannot be used is refused and left as it is.</summary>
    public static OpenResult Open(string path, SqliteRecorderOptions options, TimeProvider time) => SqliteOpening.Open(path, options, time);

    public bool IsWrittenAlong => true;

    public void Keep(RolloutKey key, RecordedNews news)
    {
        // The write that recorded them has stored them, in its own transaction.
    }

    public async ValueTask<Observed<RolloutRecord>> ReadAsync(RolloutKey key, CancellationToken cancellationToken)
    {
        try
        {
            using var _ = await reader.HoldAsync(cancellationToken);

            // One transaction, so that progress, evidence and orders are of one moment.
            return reader.Transact(() => RolloutTable.Read(reader, key), deferred: true) is { } record
                ? new Observed<RolloutRecord>.Known(record)
                : new Observed<RolloutRecord>.Missing();
        }
        catch (SqliteException e)
        {
            return new Observed<RolloutRecord>.Unreadable(SqliteTrouble.Sentence(e));
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return new Observed<RolloutRecord>.Unreadable($"what is stored of {key} is not understood ({e.Message}); use the release that wrote it");
        }
    }

    public ValueTask<RecordResult> WriteAsync(RolloutRecord next, long expectedVersion, RecordedNews news, CancellationToken cancellationToken) =>
        WriteAsync<RecordResult>(() =>
        {
            var stored = RolloutTable.Version(writer, next.Key);
            if (stored != expectedVersion)
            {
                return new RecordResult.Conflict(stored);
            }

            var version = expectedVersion + 1;
            RolloutTable.Write(writer, next, version);
            OrderTable.Take(writer, next.Key, news.TakenOrders, version);
            HistoryTables.AddHappenings(writer, next.Key, news.Happenings, options.MostHappenings);
            HistoryTables.AddOutcomes(writer, next.Key, news.Outcomes);
            AddSeries(next.Key, news.Buckets, news.Points);
            return new RecordResult.Written(version);
        }, reason => new RecordResult.Refused(reason), cancellationToken);

    /// <summary>Adds buckets and points outside of a pass, such as history that was read in the background. Null, or why it was refused.</summary>
    public async ValueTask<string?> AppendAsync(
        RolloutKey key, IReadOnlyList<MetricBucket> buckets, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken) =>
        await WriteAsync<string?>(() =>
        {
            AddSeries(key, buckets, points);
            return null;
        }, reason => reason, cancellationToken);

    /// <summary>A person's wish for a version; taken into account from the next pass on.</summary>
    public ValueTask<RequestResult> WantAsync(RolloutKey key, WantedRevision wanted, CancellationToken cancellationToken) =>
        WriteAsync<RequestResult>(() =>
        {
            if (!RolloutTable.Exists(writer, key))
            {
                return new RequestResult.NoSuchRollout();
            }

            RolloutTable.Want(writer, key, wanted);
            return new RequestResult.Accepted();
        }, reason => new RequestResult.Refused(reason), cancellationToken);

    /// <summary>A person's order; taken by the next pass in its fenced write.</summary>
    public ValueTask<RequestResult> OrderAsync(RolloutKey key, Order order, CancellationToken cancellationToken) =>
        WriteAsync<RequestResult>(() =>
        {
            if (!RolloutTable.Exists(writer, key))
            {
                return new RequestResult.NoSuchRollout();
            }

            if (OrderTable.Waiting(writer, key).Count >= options.MostOrders)
            {
                return new RequestResult.Refused($"{options.MostOrders} orders wait already; is the controller running?");
            }

            OrderTable.Add(writer, key, order);
            return new RequestResult.Accepted();
        }, reason => new RequestResult.Refused(reason), cancellationToken);

    /// <summary>The newest happenings, newest first. Throws <see cref="RecordingException"/>, as all lists do, when the file cannot be read.</summary>
    public ValueTask<IReadOnlyList<RecordedHappening>> ReadLatestHappeningsAsync(RolloutKey key, int most, CancellationToken cancellationToken) =>
        ListAsync(() => HistoryTables.Happenings(reader, key, null, most), cancellationToken);

    /// <summary>The happenings after the given id, oldest first: for whoever resumes.</summary>
    public ValueTask<IReadOnlyList<RecordedHappening>> ReadHappeningsAsync(RolloutKey key, long after, int most, CancellationToken cancellationToken) =>
        ListAsync(() => HistoryTables.Happenings(reader, key, after, most), cancellationToken);

    /// <summary>Newest first.</summary>
    public ValueTask<IReadOnlyList<Outcome>> ReadOutcomesAsync(RolloutKey key, int most, CancellationToken cancellationToken) =>
        ListAsync(() => HistoryTables.Outcomes(reader, key, most), cancellationToken);

    /// <summary>In order of time.</summary>
    public ValueTask<IReadOnlyList<FleetBucket>> ReadBucketsAsync(RolloutKey key, string metric, DateTimeOffset since, CancellationToken cancellationToken) =>
        ListAsync(() => SeriesTables.Buckets(reader, key, metric, since), cancellationToken);

    /// <summary>By metric, then in order of time.</summary>
    public ValueTask<IReadOnlyList<MetricPoint>> ReadPointsAsync(RolloutKey key, string revision, CancellationToken cancellationToken) =>
        ListAsync(() => SeriesTables.Points(reader, key, revision), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // What is under way ends first; the lock goes last.
        await writer.HoldAsync(CancellationToken.None);
        await reader.HoldAsync(CancellationToken.None);
        reader.Dispose();
        writer.Dispose();
        if (held is not null)
        {
            await held.DisposeAsync();
        }
    }

    private void AddSeries(RolloutKey key, IReadOnlyList<MetricBucket> buckets, IReadOnlyList<MetricPoint> points)
    {
        foreach (var bucket in buckets)
        {
            SeriesTables.AddBucket(writer, key, bucket);
        }

        foreach (var point in points)
        {
            SeriesTables.AddPoint(writer, key, point);
        }

        if (buckets.Count > 0 && bucketWrites++ % PruneEvery == 0)
        {
            var oldest = time.GetUtcNow() - options.BucketsKept;
            foreach (var metric in buckets.Select(b => b.Metric).Distinct(StringComparer.Ordinal))
            {
                SeriesTables.PruneBuckets(writer, key, metric, oldest, options.MostBuckets);
            }
        }

        if (points.Count > 0 && pointWrites++ % PruneEvery == 0)
        {
            foreach (var (revision, metric) in points.Select(p => (p.Revision, p.Metric)).Distinct())
            {
                SeriesTables.PrunePoints(writer, key, revision, metric, options.MostPoints, options.MostRevisions);
            }
        }
    }

    private async ValueTask<T> WriteAsync<T>(Func<T> work, Func<string, T> refuse, CancellationToken cancellationToken)
    {
        using var _ = await writer.HoldAsync(cancellationToken);
        try
        {
            return writer.Transact(work);
        }
        catch (SqliteException e)
        {
            return refuse(SqliteTrouble.Sentence(e));
        }
    }

    private async ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<IReadOnlyList<T>> read, CancellationToken cancellationToken)
    {
        using var _ = await reader.HoldAsync(cancellationToken);
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw new RecordingException(SqliteTrouble.Sentence(e), e);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new RecordingException($"what is stored is not understood ({e.Message}); use the release that wrote it", e);
        }
    }
}
