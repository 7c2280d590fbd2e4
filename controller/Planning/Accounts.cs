using Rollout.Api;
using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>What the judge's sentences have to know of a metric on trial.</summary>
public static class Accounts
{
    /// <param name="spec">The metric.</param>
    /// <param name="view">What the judge says of it.</param>
    /// <param name="canaries">The nodes on the new revision.</param>
    /// <param name="over">How long has been judged; null: not yet.</param>
    public static VerdictAccount Of(RolloutMetric spec, MetricView view, IReadOnlyCollection<string> canaries, TimeSpan? over) => new()
    {
        Canary = canaries.Count == 0 ? "the canary" : Moves.Names(canaries),
        Several = canaries.Count > 1,
        Events = spec.Metric is { Kind: not MetricKind.Revenue } || (spec.Metric is null && view.Unit is null) ? spec.Name : null,
        Direction = spec.Metric?.EffectiveDirection == MetricDirection.LowerIsBetter ? Direction.LowerIsBetter : Direction.HigherIsBetter,
        Over = over,
        Tolerance = (double)view.Tolerance,
        Remaining = view.Remaining,
        RemainingMostly = view.RemainingMostly,
        Possible = view.PromotionLikely,
        Trouble = view.Trouble,
    };
}
