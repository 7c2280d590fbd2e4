using Rollout.Judge;

namespace Rollout.Cli.Forecasting;

/// <summary>What is to be forecast: the flags of `rollout forecast`, with the contract's defaults.</summary>
internal sealed record ForecastRequest
{
    /// <summary>Null where it was not given, which is a problem.</summary>
    public string? Path { get; init; }

    /// <summary>A row an order; false: a row a node and bucket.</summary>
    public bool IsEvents { get; init; }

    public int CanaryNodes { get; init; } = 1;

    public IReadOnlyList<double> Losses { get; init; } = [0.05, 0.1, 0.2, 0.5];

    /// <summary>Null: at the end of the data.</summary>
    public DateTimeOffset? Start { get; init; }

    public TimeSpan Bucket { get; init; } = TimeSpan.FromSeconds(60);

    public double Alpha { get; init; } = 0.01;

    public double AlphaPromote { get; init; } = 0.05;

    public double Tolerance { get; init; } = 0.1;

    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(6);

    public Statistic Kind { get; init; } = Statistic.Revenue;

    public double HarmFloor { get; init; }

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(120);

    public bool NoCalibration { get; init; }
}
