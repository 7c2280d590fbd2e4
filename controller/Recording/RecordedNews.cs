using Rollout.Planning;

namespace Rollout.Recording;

/// <summary>What a write adds beside the record itself, all of it in the same transaction: either everything is stored or nothing.</summary>
public sealed record RecordedNews
{
    public static RecordedNews None { get; } = new();

    public IReadOnlyList<Happening> Happenings { get; init; } = [];

    /// <summary>Kept for ever, beyond the last ten in the progress.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    public IReadOnlyList<TakenOrder> TakenOrders { get; init; } = [];

    /// <summary>A bucket whose start is there already is left as it is.</summary>
    public IReadOnlyList<MetricBucket> Buckets { get; init; } = [];

    public IReadOnlyList<MetricPoint> Points { get; init; } = [];

    /// <summary>For a status that people read; null: as it was published last. Where there is no such status it goes nowhere.</summary>
    public PublishedStatus? Published { get; init; }
}
