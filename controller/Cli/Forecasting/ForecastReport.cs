using Rollout.Judge;

namespace Rollout.Cli.Forecasting;

/// <summary>What is said of one fleet.</summary>
internal sealed record ForecastReport
{
    public required DateTimeOffset Start { get; init; }

    public required int Nodes { get; init; }

    public required int CanaryNodes { get; init; }

    public required FleetRhythm Rhythm { get; init; }

    public required Baseline Baseline { get; init; }

    /// <summary>One a loss.</summary>
    public required IReadOnlyList<LossLine> Losses { get; init; }

    /// <summary>The metric's own tolerance last.</summary>
    public required IReadOnlyList<PromotionTime> Promotions { get; init; }

    public double? SmallestDetectableLoss { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
