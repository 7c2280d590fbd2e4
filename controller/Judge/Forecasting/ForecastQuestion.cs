namespace Rollout.Judge;

/// <summary>What is to be forecast, and on what grounds.</summary>
public sealed record ForecastQuestion
{
    public required JudgePlan Plan { get; init; }

    /// <summary>Made for the canaries that are meant: their number and expected share.</summary>
    public required Baseline Baseline { get; init; }

    public required FleetRhythm Rhythm { get; init; }

    public required TimeSpan Bucket { get; init; }

    /// <summary>When the canaries get the new version; with <see cref="Evidence"/>: now.</summary>
    public required DateTimeOffset Start { get; init; }

    public TimeSpan WarmUp { get; init; }

    public IReadOnlyList<double> Losses { get; init; } = [];

    public IReadOnlyList<double> Tolerances { get; init; } = [];

    /// <summary>Log e-value at which harm is proven where no length is planned; null: ln(1/(alpha * weight)).</summary>
    public double? HarmThreshold { get; init; }

    /// <summary>Where harm is proven in the planned time and after it; null where no length is planned, or nothing is gained by it.</summary>
    public HorizonThreshold? Horizon { get; init; }

    /// <summary>The metric's name in <see cref="Horizon"/>.</summary>
    public string Metric { get; init; } = "";

    /// <summary>The canaries' expected share; null: the baseline's.</summary>
    public double? Share { get; init; }

    /// <summary>What a running rollout has already; null before it starts.</summary>
    public Evidence? Evidence { get; init; }
}
