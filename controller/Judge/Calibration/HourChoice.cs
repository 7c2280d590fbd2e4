namespace Rollout.Judge;

/// <summary>
/// Whether shares change with the hour: what the past says when every node in turn plays the canary. Hours are taken only where they make
/// the placebo windows, expected from the rest of the history, less surprising; a history of days knows hours of the day, one of weeks
/// those of the week.
/// </summary>
internal static class HourChoice
{
    private const int HoursOfDay = 24;
    private const int HoursOfWeek = 168;
    private const double DaysForDay = 3;
    private const double DaysForWeek = 21;

    /// <summary>Less surprise than this part of what there is without them.</summary>
    private const double Worthwhile = 0.95;

    /// <summary>Null where the hour makes no difference, or nothing can be said of it.</summary>
    public static HourlyShares? Of(FleetHistory history, HistorySeries series, int setSize, int[] windows)
    {
        if (history.Buckets.Count == 0 || windows.Length == 0 || series.Nodes.Count < 2)
        {
            return null;
        }

        var days = (history.Buckets[^1].End - history.Buckets[0].Start).TotalDays;
        var least = Worthwhile * Surprise(series, null, setSize, windows);
        HourlyShares? best = null;
        foreach (var slots in new[] { HoursOfDay, HoursOfWeek })
        {
            if (days >= (slots == HoursOfDay ? DaysForDay : DaysForWeek))
            {
                var hourly = HourlyShares.From(series.Orders, slots);
                var surprise = Surprise(series, hourly, setSize, windows);
                (best, least) = surprise < least ? (hourly, Worthwhile * surprise) : (best, least);
            }
        }

        return best;
    }

    private static double Surprise(HistorySeries series, HourlyShares? hourly, int setSize, int[] windows)
    {
        var study = new PlaceboStudy(series.Orders, new PlaceboShares(series, own: true, hourly).Orders, setSize, measuredShares: true);
        study.Calibrate(windows);
        return study.Surprise;
    }
}
