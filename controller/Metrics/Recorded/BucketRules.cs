using Rollout.Api;

namespace Rollout.Metrics.Recorded;

/// <summary>What must hold between the rows of a buckets file: aligned to the bucket, one spacing, no node twice in a bucket.</summary>
public static class BucketRules
{
    /// <summary>A pause in the scrapes is a gap; so many equal gaps on end, or gaps with a common measure, are another bucket length.</summary>
    private const int GapsOfAnotherLength = 10;

    /// <summary>Adds all that is wrong; nothing when the file is sound.</summary>
    public static void Check(BucketTable table, string file, TimeSpan bucket, ProblemList problems)
    {
        if (table.Count == 0)
        {
            return;
        }

        var starts = DistinctStarts(table);
        var spacing = TimeSpan.FromTicks(SpacingTicks(starts));
        var unaligned = Unaligned(table, bucket);
        if (unaligned.Count > table.Count / 2 || (unaligned.Count == 0 && starts.Length > GapsOfAnotherLength && spacing > bucket))
        {
            var fits = spacing >= TimeSpan.FromSeconds(1) && spacing <= TimeSpan.FromMinutes(5) && spacing != bucket;
            problems.Add(file, $"the rows are {DurationText.Format(spacing)} apart, the bucket is {DurationText.Format(bucket)}",
                fits ? $"give --bucket {DurationText.Format(spacing)}" : "give buckets of one length from 1s to 5m, aligned to the epoch in UTC");
        }
        else
        {
            Report(unaligned, table, file, bucket, problems);
            CheckLengths(starts, table, file, bucket, problems);
        }

        CheckDuplicates(table, file, problems);
    }

    private static void Report(List<long> unaligned, BucketTable table, string file, TimeSpan bucket, ProblemList problems)
    {
        foreach (var row in unaligned)
        {
            var start = new DateTimeOffset(table.Starts[row], TimeSpan.Zero);
            var before = DateTimeOffset.UnixEpoch + (SeriesSpan.BucketNumber(start.UtcTicks, bucket) * bucket);
            problems.Add($"{file}:{table.Lines[row]}",
                $"the time {Rfc3339.Format(start)} is not the start of a bucket of {DurationText.Format(bucket)}",
                $"write the bucket's start, such as {Rfc3339.Format(before)}, or give the right --bucket");
        }
    }

    private static List<long> Unaligned(BucketTable table, TimeSpan bucket)
    {
        var rows = new List<long>();
        for (long row = 0; row < table.Count; row++)
        {
            if ((table.Starts[row] - DateTimeOffset.UnixEpoch.UtcTicks) % bucket.Ticks != 0)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static long[] DistinctStarts(BucketTable table)
    {
        var starts = new HashSet<long>();
        for (long row = 0; row < table.Count; row++)
        {
            starts.Add(table.Starts[row]);
        }

        return [.. starts.Order()];
    }

    /// <summary>The greatest length of which all distances between starts are multiples.</summary>
    private static long SpacingTicks(long[] starts)
    {
        long spacing = 0;
        for (var i = 1; i < starts.Length; i++)
        {
            var (a, b) = (starts[i] - starts[i - 1], spacing);
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }

            spacing = a;
        }

        return spacing;
    }

    private static void CheckLengths(long[] starts, BucketTable table, string file, TimeSpan bucket, ProblemList problems)
    {
        var run = 0;
        for (var i = 1; i < starts.Length; i++)
        {
            var gap = starts[i] - starts[i - 1];
            run = gap > bucket.Ticks && i > 1 && gap == starts[i - 1] - starts[i - 2] ? run + 1 : 1;
            if (run < GapsOfAnotherLength || gap <= bucket.Ticks)
            {
                continue;
            }

            var from = starts[i - run];
            var length = DurationText.Format(TimeSpan.FromTicks(gap));
            problems.Add($"{file}:{LineOf(table, from)}",
                $"from {Rfc3339.Format(new DateTimeOffset(from, TimeSpan.Zero))} on the rows are {length} apart, elsewhere {DurationText.Format(bucket)}",
                "a file has buckets of one length: split it, or export it again");
            return;
        }
    }

    private static long LineOf(BucketTable table, long start)
    {
        long row = 0;
        while (table.Starts[row] != start)
        {
            row++;
        }

        return table.Lines[row];
    }

    private static void CheckDuplicates(BucketTable table, string file, ProblemList problems)
    {
        var seen = new Dictionary<(long Start, ushort Node), int>((int)Math.Min(table.Count, 1 << 24));
        for (long row = 0; row < table.Count; row++)
        {
            if (!seen.TryAdd((table.Starts[row], table.NodeOf[row]), table.Lines[row]))
            {
                var first = seen[(table.Starts[row], table.NodeOf[row])];
                var start = Rfc3339.Format(new DateTimeOffset(table.Starts[row], TimeSpan.Zero));
                problems.Add($"{file}:{table.Lines[row]}", $"the node '{table.Nodes[table.NodeOf[row]]}' has a row for {start} already, on line {first}",
                    "keep one of them, or add them up");
            }
        }
    }
}
