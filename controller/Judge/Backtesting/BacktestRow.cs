namespace Rollout.Judge;

/// <summary>What one rule did at one loss, over all runs.</summary>
public sealed record BacktestRow
{
    public required string Rule { get; init; }

    public required double Loss { get; init; }

    public required int Runs { get; init; }

    public required int RolledBack { get; init; }

    public required int Promoted { get; init; }

    public required int Undecided { get; init; }

    /// <summary>Of the runs that were rolled back, from the window's start, the warm-up included; null where none was.</summary>
    public required double? MedianMinutes { get; init; }

    public static BacktestRow Of(string rule, double loss, IReadOnlyCollection<BacktestEnd> ends)
    {
        var minutes = ends.Where(e => e.Verdict == Verdict.Worse).Select(e => e.Minutes ?? 0).Order().ToArray();
        var promoted = ends.Count(e => e.Verdict is Verdict.NoWorse or Verdict.Better);
        return new BacktestRow
        {
            Rule = rule,
            Loss = loss,
            Runs = ends.Count,
            RolledBack = minutes.Length,
            Promoted = promoted,
            Undecided = ends.Count - minutes.Length - promoted,
            MedianMinutes = minutes.Length == 0 ? null : (minutes[(minutes.Length - 1) / 2] + minutes[minutes.Length / 2]) / 2,
        };
    }
}
