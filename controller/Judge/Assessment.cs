namespace Rollout.Judge;

/// <summary>What the evidence of one metric says at one moment, for one tolerance.</summary>
public sealed record Assessment
{
    public required Verdict Verdict { get; init; }

    /// <summary>Relative difference of the canary to what was expected of it (-0.21 = earned 21 % less); null before any event.</summary>
    public double? Effect { get; init; }

    /// <summary>Lower end of the interval that holds at all times together with 95 %.</summary>
    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>Natural log of the e-value against "no harm"; proven at ln(1/(alpha * weight)).</summary>
    public double LogEHarm { get; init; }

    /// <summary>Natural log of the e-value against "a loss of the tolerance or more"; reached at ln(1/alphaPromote).</summary>
    public double LogESafe { get; init; }

    /// <summary>Natural log of the e-value against "sessions are split as they always were"; 0 where sessions are not known.</summary>
    public double LogESplit { get; init; }

    /// <summary>Whether that is proven (sample-ratio mismatch): it blames nobody, and nothing is promoted on it.</summary>
    public bool SplitMismatch { get; init; }

    public double HarmThreshold { get; init; }

    public double SafeThreshold { get; init; }

    public double CanaryEvents { get; init; }

    public double FleetEvents { get; init; }

    /// <summary>Overdispersion and node effect (standard deviation, log scale) that were used for the orders.</summary>
    public double Phi { get; init; } = 1;

    public double Sigma0 { get; init; }

    public double ExpectedShare { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
