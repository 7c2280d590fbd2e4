namespace Rollout.Judge;

/// <summary>What a rule of others is told before it begins.</summary>
public sealed record RivalPlan
{
    public required TimeSpan BucketLength { get; init; }

    /// <summary>How many buckets are to be judged.</summary>
    public required int Buckets { get; init; }

    /// <summary>Events of the fleet that are expected in all of them: what a group-sequential test must know beforehand.</summary>
    public required double PlannedEvents { get; init; }

    /// <summary>Buckets in a span of time; at least one.</summary>
    public int BucketsIn(TimeSpan span) => Math.Max(1, (int)Math.Round(span / BucketLength));
}
