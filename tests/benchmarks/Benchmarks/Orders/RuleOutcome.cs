namespace Rollout.Benchmarks.Orders;

/// <summary>What a rule said of a case.</summary>
/// <param name="RolledBackAfter">From the start; null: it did not roll back.</param>
internal sealed record RuleOutcome(TimeSpan? RolledBackAfter);
