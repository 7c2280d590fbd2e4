namespace Rollout.Judge;

/// <summary>How one rule ended one pretended rollout.</summary>
/// <param name="Verdict">Worse: rolled back. NoWorse or Better: promoted. Insufficient: undecided when the window ended.</param>
/// <param name="Minutes">From the window's start to the decision, the warm-up included; null where it was undecided.</param>
public readonly record struct BacktestEnd(Verdict Verdict, double? Minutes);
