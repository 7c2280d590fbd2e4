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

    /// <summary>Whether it can be read.</summary>
    public bool Available { get; init; }
}
