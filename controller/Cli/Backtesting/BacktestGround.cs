using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Backtesting;

/// <summary>What the recorded data offer to a backtest: where windows may lie, and when each node was there.</summary>
internal sealed record BacktestGround
{
    /// <summary>Number of the first bucket of the data.</summary>
    public required long First { get; init; }

    /// <summary>Number of the bucket after the last.</summary>
    public required long End { get; init; }

    /// <summary>By name: the first and the last bucket with anything in it.</summary>
    public required IReadOnlyDictionary<string, (long First, long Last)> Lives { get; init; }

    public long Buckets => End - First;

    public static BacktestGround Of(RecordedData data, TimeSpan bucket)
    {
        var first = SeriesSpan.BucketNumber(data.Range.FirstTicks, bucket);
        var end = SeriesSpan.BucketNumber(data.Range.LastTicks, bucket) + 1;
        var lives = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var span = new SeriesSpan(bucket, DateTimeOffset.UnixEpoch + (first * bucket), null);
        foreach (var fleet in data.Cut(span, withValues: false).Judged)
        {
            var number = SeriesSpan.BucketNumber(fleet.Start.UtcTicks, bucket);
            foreach (var (node, measure) in fleet.Nodes)
            {
                if (measure.Count > 0)
                {
                    lives[node] = (lives.TryGetValue(node, out var life) ? life.Item1 : number, number);
                }
            }
        }

        return new BacktestGround { First = first, End = end, Lives = lives };
    }

    /// <summary>
    /// Windows begin after a third of the data, but not before one window's length of history: all of it before the window, as a
    /// controller has it. Null where the data are too short.
    /// </summary>
    public (long Earliest, long Latest)? Starts(long window)
    {
        var earliest = First + Math.Max(window, Buckets / 3);
        return earliest + window <= End ? (earliest, End - window) : null;
    }

    /// <summary>In ordinal order: nodes that were there well before the window and did not vanish before or within it.</summary>
    public IReadOnlyList<string> Candidates(long start, long window) =>
    [
        .. Lives.Where(n => start - n.Value.First >= (start - First) / 2 && (n.Value.Last >= start + window || n.Value.Last >= End - window))
            .Select(n => n.Key).Order(StringComparer.Ordinal),
    ];
}
