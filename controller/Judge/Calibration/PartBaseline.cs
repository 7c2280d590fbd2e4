namespace Rollout.Judge;

/// <summary>Calibration of one part of a metric (orders, money, rank).</summary>
public sealed record PartBaseline
{
    /// <summary>Overdispersion: how much more a share varies within minutes than independent events would; at least 1.</summary>
    public required double Phi { get; init; }

    /// <summary>Standard deviation of the node effect, on the scale of the log rate ratio.</summary>
    public required double Sigma0 { get; init; }

    /// <summary>Information expected over the planned length (after phi); 0 where nothing was planned or known.</summary>
    public double PlannedInformation { get; init; }

    /// <summary>The same of a bucket.</summary>
    public double BucketInformation { get; init; }

    /// <summary>Placebo windows that it was measured on.</summary>
    public int Windows { get; init; }

    /// <summary>The node effect as it was measured, before any caution for few windows.</summary>
    public double MeasuredSigma0 { get; init; }

    /// <summary>Mean information of a placebo window (after phi): what the node effect was measured against; 0 where it was not measured.</summary>
    public double WindowInformation { get; init; }

    /// <summary>Degrees of freedom of that measurement; 0 where nothing was measured, or before it was noted.</summary>
    public double Freedom { get; init; }
}
