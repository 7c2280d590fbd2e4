using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>What the judge says about one metric.</summary>
public sealed record MetricView
{
    /// <summary>As in the spec.</summary>
    public required string Name { get; init; }

    public string? Unit { get; init; }

    public required Assessment Assessment { get; init; }

    /// <summary>The tolerance whose safe side the assessment is about. A coarser one than the stage's opens nothing.</summary>
    public required decimal Tolerance { get; init; }

    /// <summary>Why it is out of reach or cannot be judged; null when all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>Time still expected until the stage's safe side is reached if nothing is lost; null when unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Time until then in nine of ten rollouts; null when unknown.</summary>
    public TimeSpan? RemainingMostly { get; init; }

    /// <summary>Minutes to detect and to promote from here on (<see cref="MetricForecast"/>); null when unknown.</summary>
    public MetricForecast? Forecast { get; init; }

    /// <summary>Whether this fleet can get there at all; null when unknown.</summary>
    public bool? PromotionLikely { get; init; }
}
