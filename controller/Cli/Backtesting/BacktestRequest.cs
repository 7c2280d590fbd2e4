using Rollout.Judge;

namespace Rollout.Cli.Backtesting;

/// <summary>The flags of `rollout backtest`, with the contract's defaults.</summary>
internal sealed record BacktestRequest
{
    /// <summary>Null where it was not given, which is a problem.</summary>
    public string? Path { get; init; }

    /// <summary>A row an order; false: a row a node and bucket.</summary>
    public bool IsEvents { get; init; }

    public IReadOnlyList<double> Losses { get; init; } = [0, 0.1, 0.2, 0.5];

    public int Runs { get; init; } = 500;

    public TimeSpan Window { get; init; } = TimeSpan.FromHours(6);

    public long Seed { get; init; } = 1;

    public TimeSpan Bucket { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(120);

    public Statistic Kind { get; init; } = Statistic.Revenue;

    public double Alpha { get; init; } = 0.01;

    public double AlphaPromote { get; init; } = 0.05;

    public double Tolerance { get; init; } = 0.1;

    public BacktestPlan Plan() => new()
    {
        Bucket = Bucket,
        Window = Window,
        WarmUp = WarmUp,
        Judge = new JudgePlan
        {
            Statistic = Kind,
            Alpha = Alpha,
            AlphaPromote = AlphaPromote,
            Tolerance = Tolerance,
            Horizon = Window,
            CautiousWithoutHistory = true,
        },
    };
}
