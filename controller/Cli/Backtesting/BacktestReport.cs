namespace Rollout.Cli.Backtesting;

/// <summary>All that a backtest found.</summary>
internal sealed record BacktestReport
{
    public required IReadOnlyList<BacktestLoss> Losses { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}
