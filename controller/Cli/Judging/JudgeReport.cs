using Rollout.Judge;

namespace Rollout.Cli.Judging;

/// <summary>What is said of one case.</summary>
internal sealed record JudgeReport
{
    public string? Id { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>End of the bucket that decided; null where none did.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>From the start to <see cref="DecidedAt"/>, the warm-up included.</summary>
    public double? Minutes { get; init; }

    /// <summary>At the last look; null where nothing could be judged.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>How long was judged: from the end of the warm-up to the last look.</summary>
    public TimeSpan? Over { get; init; }

    /// <summary>What an insufficient verdict would still take; null where it was not asked for or is not known.</summary>
    public PromotionTime? Remaining { get; init; }

    /// <summary>The verdict in sentences.</summary>
    public string? Explanation { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
