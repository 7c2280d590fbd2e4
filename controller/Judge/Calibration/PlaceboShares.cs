namespace Rollout.Judge;

/// <summary>Expectations for past spans, made exactly as they will be made for the rollout: own shares, or all alike.</summary>
internal sealed class PlaceboShares
{
    private readonly HistorySeries series;
    private readonly double[] alike;
    private readonly NodeShares? orders;
    private readonly NodeShares? money;
    private readonly HourlyShares? hourly;

    /// <param name="series">The history.</param>
    /// <param name="own">Nodes are expected to keep their own shares.</param>
    /// <param name="hourly">Of the orders, where shares change with the hour; money and ranks of the series are given these hours.</param>
    public PlaceboShares(HistorySeries series, bool own, HourlyShares? hourly = null)
    {
        (this.series, this.hourly) = (series, hourly);
        alike = Enumerable.Repeat(1.0, series.Nodes.Count).ToArray();
        orders = own ? NodeShares.From(series.Orders) : null;
        money = own && series.Money is not null ? NodeShares.From(series.Money) : null;
    }

    public PlaceboExpectation Orders(int from, int to)
    {
        if (hourly is null)
        {
            return new PlaceboExpectation(orders?.Without(from, to) ?? alike, null);
        }

        var (shares, hours) = hourly.Without(from, to);
        return new PlaceboExpectation(shares, null, hours);
    }

    public PlaceboExpectation Money(int from, int to) => new(money?.Without(from, to) ?? alike, null, Hours(from, to));

    public PlaceboExpectation Rank(int from, int to)
    {
        var shares = hourly?.Without(from, to).Shares ?? orders?.Without(from, to) ?? alike;
        var lifts = orders is null || series.Rank is null ? null : RankLifts.Without(series.Rank, shares, from, to);
        return new PlaceboExpectation(shares, lifts, Hours(from, to));
    }

    /// <summary>What the hours would have been without these buckets, relative to those that the series was given.</summary>
    private HourFactors? Hours(int from, int to) => hourly?.Without(from, to).Factors.Over(hourly.Factors);
}
