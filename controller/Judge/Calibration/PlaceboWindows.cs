namespace Rollout.Judge;

/// <summary>How long the windows are in which nodes of the past play the canary (judge/README.md 2.2).</summary>
internal static class PlaceboWindows
{
    private const int FewestBuckets = 10;

    /// <summary>
    /// In buckets: the planned length (without a plan the longest that can be studied), half of the history at most. Beside windows of
    /// which only two or three fit, a quarter of the history is studied too: more windows, and the larger node effect counts. A live
    /// controller whose history is too short for enough windows of the planned length takes the longest that it holds enough
    /// of, but none shorter than a healthy release needs to be promoted: a deadline is a limit, not the time a rollout takes.
    /// </summary>
    public static int[] For(JudgePlan plan, FleetHistory history, HistorySeries series, double share)
    {
        var all = history.Buckets.Count;
        if (all < FewestBuckets)
        {
            return [];
        }

        var wished = plan.Horizon is { } horizon ? Math.Ceiling(horizon / history.BucketLength) : all;
        var planned = (int)Math.Clamp(wished, 1, all / 2);
        if (plan.Horizon is null || !plan.CautiousWithoutHistory || series.Nodes.Count == 0)
        {
            return planned > all / 4 ? [all / 4, planned] : [planned];
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
