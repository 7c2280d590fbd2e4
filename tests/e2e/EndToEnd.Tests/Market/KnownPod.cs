namespace Rollout.EndToEnd.Tests.Market;

/// <summary>A pod that was seen, with what it would have counted at each scrape.</summary>
internal sealed class KnownPod(string space, string name, string uid, double earns, TimeSpan spacing, DateTimeOffset ready)
{
    private readonly long first = (ready.UtcTicks / spacing.Ticks) + 1;
    private readonly List<double> totals = [];

    public string Namespace => space;

    public string Name => name;

    public DateTimeOffset Ready => ready;

    /// <summary>When it was seen no more, or not ready; null: it still is.</summary>
    public DateTimeOffset? Over { get; set; }

    /// <summary>Its counter at every scrape after <paramref name="after"/> and up to <paramref name="until"/>.</summary>
    public IEnumerable<(DateTimeOffset At, double Total)> Scrapes(DateTimeOffset after, DateTimeOffset until)
    {
        var last = Math.Min(until.UtcTicks, (Over ?? DateTimeOffset.MaxValue).UtcTicks) / spacing.Ticks;
        for (var tick = Math.Max(first, (after.UtcTicks / spacing.Ticks) + 1); tick <= last; tick++)
        {
            yield return (new DateTimeOffset(tick * spacing.Ticks, TimeSpan.Zero), TotalAt(tick));
        }
    }

    private double TotalAt(long tick)
    {
        while (totals.Count <= tick - first)
        {
            totals.Add((totals.Count == 0 ? 0 : totals[^1]) + Earnings.Orders(uid, earns, first + totals.Count, spacing));
        }

        return totals[(int)(tick - first)];
    }
}
