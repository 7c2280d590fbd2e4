namespace Rollout.Recording.Sqlite;

/// <summary>The bounds of a state file.</summary>
public sealed record SqliteRecorderOptions
{
    /// <summary>Whether this is the controller: the only one on the file. False for those that only read and hand in requests.</summary>
    public bool Exclusive { get; init; } = true;

    /// <summary>The file never grows beyond; a write that would is refused.</summary>
    public long MostBytes { get; init; } = 1L << 30;

    /// <summary>History is forgotten after.</summary>
    public TimeSpan BucketsKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Per metric, the newest.</summary>
    public int MostBuckets { get; init; } = 50_000;

    /// <summary>Per rollout, the newest.</summary>
    public int MostHappenings { get; init; } = 10_000;

    /// <summary>Per revision and metric; beyond, every second point is dropped.</summary>
    public int MostPoints { get; init; } = 2_000;

    /// <summary>Revisions of a rollout that points are kept of, the newest.</summary>
    public int MostRevisions { get; init; } = 20;

    /// <summary>Orders that wait; more are refused.</summary>
    public int MostOrders { get; init; } = 100;
}
