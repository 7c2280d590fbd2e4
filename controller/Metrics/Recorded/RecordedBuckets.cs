namespace Rollout.Metrics.Recorded;

/// <summary>Buckets read from a file.</summary>
public sealed class RecordedBuckets(string name, ProblemList problems, BucketTable table) : RecordedData(name, problems)
{
    public override IReadOnlyList<string> Nodes => table.Nodes;

    public override RowRange Range => table.Range;

    public override long Rows => table.Count;

    public override void CheckBuckets(TimeSpan bucket, ProblemList found) => BucketRules.Check(table, Name, bucket, found);

    /// <inheritdoc/>
    public override FleetSeries Cut(SeriesSpan span, bool withValues) => BucketSeries.Cut(table, span);
}
