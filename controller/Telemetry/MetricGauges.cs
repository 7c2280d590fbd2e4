namespace Rollout.Telemetry;

/// <summary>What the judge says about one metric. What is not known is NaN, never zero.</summary>
public sealed record MetricGauges(string Metric)
{
    /// <summary>Relative: -0.21 is 21 % less than expected.</summary>
    public double Effect { get; init; } = double.NaN;

    public double Low { get; init; } = double.NaN;

    public double High { get; init; } = double.NaN;

    /// <summary>Natural logarithm.</summary>
    public double LogEHarm { get; init; } = double.NaN;

    /// <summary>Natural logarithm.</summary>
    public double LogESafe { get; init; } = double.NaN;

    /// <summary>Natural logarithm of the e-value at which harm is proven.</summary>
    public double LogEHarmThreshold { get; init; } = double.NaN;

    /// <summary>Natural logarithm of the e-value at which the stage may be left.</summary>
    public double LogESafeThreshold { get; init; } = double.NaN;

    /// <summary>The relative loss that has to be excluded to leave the open stage.</summary>
    public double Tolerance { get; init; } = double.NaN;

    /// <summary>Seconds still expected until the stage's safe side is reached if nothing is lost.</summary>
    public double ForecastSeconds { get; init; } = double.NaN;

    /// <summary>Whether it can be read.</summary>
    public bool Available { get; init; }
}
