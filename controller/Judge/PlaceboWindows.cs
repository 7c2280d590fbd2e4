namespace Rollout.Judge;

/// <summary>How long the windows are in which nodes of the past play the canary (judge/README.md 2.2).</summary>
internal static class PlaceboWindows
{
    private const int FewestBuckets = 10;

    /// <summary>
    /// In buckets: the planned length, or half of the history where less is there; without a plan both a quarter and a half of it. A
    /// live controller whose history is too short for enough windows of the planned length takes the longest that it holds enough
    /// of, but none shorter than a healthy release needs to be promoted: a deadline is a limit, not the time a rollout takes.
    /// </summary>
    public static int[] For(JudgePlan plan, FleetHistory history, HistorySeries series, double share)
    {
        var all = history.Buckets.Count;
        if (all < FewestBuckets)
        {
            return [];
        }

        if (plan.Horizon is not { } horizon)
        {
            return [all / 4, all / 2];
        }

        var planned = (int)Math.Clamp(Math.Ceiling(horizon / history.BucketLength), 1, all / 2);
        if (!plan.CautiousWithoutHistory || series.Nodes.Count == 0)
        {
            return [planned];
        }

        // A set of canaries is pretended once for each node and window.
        var windowsOfEachNode = (int)Math.Ceiling(PlaceboStudy.EnoughWindows / (double)series.Nodes.Count);
        var longest = all / windowsOfEachNode;
        return [longest < planned && longest >= Needed(plan, series, share) ? longest : planned];
    }

    /// <summary>Buckets in which a release that loses nothing is promoted, on average, by the slower of orders and money.</summary>
    private static double Needed(JudgePlan plan, HistorySeries series, double share)
    {
        var slower = Math.Min(series.Orders.Squares.Sum(), series.Money?.Squares.Sum() ?? double.MaxValue);
        var perBucket = slower / Math.Max(1, series.Orders.Buckets) * share * (1 - share);
        return PromotionForecast.Needed(plan.Tolerance, plan.AlphaPromote) / perBucket;
    }
}
