namespace Rollout.History;

/// <summary>Which releases: those that are under way or ended at or after <see cref="Since"/>, newest first.</summary>
public sealed record ReleaseQuery
{
    public const int MostReleases = 10_000;

    /// <summary>Null: of every rollout.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null: of every rollout.</summary>
    public string? Name { get; init; }

    /// <summary>Null: from the beginning.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those that were taken up before; null: up to now. For reading on where an answer ended.</summary>
    public DateTimeOffset? Before { get; init; }

    public int Most { get; init; } = MostReleases;
}
