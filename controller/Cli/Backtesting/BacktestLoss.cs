using Rollout.Judge;

namespace Rollout.Cli.Backtesting;

/// <summary>One loss: our judge, the oracle that knows the loss (null where nothing is lost), and the rules of others.</summary>
internal sealed record BacktestLoss(BacktestRow Ours, BacktestRow? Oracle, IReadOnlyList<BacktestRow> Rivals);
