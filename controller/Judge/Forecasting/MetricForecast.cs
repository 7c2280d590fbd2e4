namespace Rollout.Judge;

/// <summary>What a rollout is to be expected of, for one metric and one number of canaries.</summary>
public sealed record MetricForecast
{
    /// <summary>One a loss that was asked for.</summary>
    public IReadOnlyList<LossForecast> Losses { get; init; } = [];

    /// <summary>One a tolerance that was asked for.</summary>
    public IReadOnlyList<PromotionTime> Promotions { get; init; } = [];

    /// <summary>The smallest loss that is detectable at any duration; null where none is.</summary>
    public double? SmallestDetectableLoss { get; init; }
}
