namespace Rollout.Metrics.Recorded;

/// <summary>A recorded file that has been read: what it tells, and what is wrong with it.</summary>
public abstract class RecordedData(string name, ProblemList problems)
{
    /// <summary>As it was given, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>What is wrong with the file's lines. With any of these the data are not to be judged.</summary>
    public ProblemList Problems { get; } = problems;

    public abstract IReadOnlyList<string> Nodes { get; }

    public abstract RowRange Range { get; }

    public abstract long Rows { get; }

    /// <summary>What was left out, as sentences.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Adds what is wrong between the rows, for one bucket length.</summary>
    public virtual void CheckBuckets(TimeSpan bucket, ProblemList found)
    {
    }

    /// <param name="span">Where history ends and judging begins.</param>
    /// <param name="withValues">Whether the order values matter.</param>
    public abstract FleetSeries Cut(SeriesSpan span, bool withValues);

    /// <summary>Reads orders (<c>time,node,value</c>).</summary>
    public static async Task<RecordedData> ReadEventsAsync(string path, RecordedLimits limits, CancellationToken cancellation)
    {
        var problems = new ProblemList(limits.Problems);
        var table = await RecordedFile.ReadEventsAsync(path, limits, problems, cancellation);
        return new RecordedEvents(RecordedFile.NameOf(path), problems, table);
    }

    /// <summary>Reads buckets (<c>time,node,count,sum[,traffic]</c>).</summary>
    public static async Task<RecordedData> ReadBucketsAsync(string path, RecordedLimits limits, CancellationToken cancellation)
    {
        var problems = new ProblemList(limits.Problems);
        var table = await RecordedFile.ReadBucketsAsync(path, limits, problems, cancellation);
        return new RecordedBuckets(RecordedFile.NameOf(path), problems, table);
    }
}
