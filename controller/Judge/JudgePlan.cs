namespace Rollout.Judge;

/// <summary>How one metric is judged in one rollout. Immutable for the rollout; everything the mathematics may depend on beside the data.</summary>
public sealed record JudgePlan
{
    public Statistic Statistic { get; init; } = Statistic.Revenue;

    public Direction Direction { get; init; } = Direction.HigherIsBetter;

    /// <summary>Budget of false rollbacks for the whole rollout, in (0, 0.5].</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>Budget of false promotions, in (0, 0.5].</summary>
    public double AlphaPromote { get; init; } = 0.05;

    /// <summary>
    /// The metric's own tolerance: the last stage's. In (0, 1). The relative change for the worse that is accepted: a loss where more
    /// is better, an increase where less is.
    /// </summary>
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Changes for the worse up to this are no harm, in [0, 1).</summary>
    public double HarmFloor { get; init; }

    /// <summary>This metric's part of alpha: weights of all harm sides sum to 1 (judge/README.md 2.6).</summary>
    public double HarmWeight { get; init; } = 1;

    /// <summary>Planned length of judging: spreads the onset prior and sets the placebo windows; null: not planned.</summary>
    public TimeSpan? Horizon { get; init; }

    /// <summary>Phi 1 and sigma0 0 whatever the history says (contract section 2, --no-calibration).</summary>
    public bool WithoutCalibration { get; init; }

    /// <summary>phi 2, sigma0 0.05 where there are fewer than 60 placebo windows (a live controller; `rollout judge` says 1 and 0 without history).</summary>
    public bool CautiousWithoutHistory { get; init; }
}
