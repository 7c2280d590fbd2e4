namespace Rollout.Judge;

/// <summary>Expectations for past spans, made exactly as they will be made for the rollout: own shares, or all alike.</summary>
internal sealed class PlaceboShares
{
    private readonly HistorySeries series;
    private readonly double[] alike;
    private readonly NodeShares? orders;
    private readonly NodeShares? money;

    public PlaceboShares(HistorySeries series, bool own)
    {
        this.series = series;
        alike = Enumerable.Repeat(1.0, series.Nodes.Count).ToArray();
        orders = own ? NodeShares.From(series.Orders) : null;
        money = own && series.Money is not null ? NodeShares.From(series.Money) : null;
    }

    public PlaceboExpectation Orders(int from, int to) => new(orders?.Without(from, to) ?? alike, null);

    public PlaceboExpectation Money(int from, int to) => new(money?.Without(from, to) ?? alike, null);

    public PlaceboExpectation Rank(int from, int to)
    {
        var shares = orders?.Without(from, to) ?? alike;
        var lifts = orders is null || series.Rank is null ? null : RankLifts.Without(series.Rank, shares, from, to);
        return new PlaceboExpectation(shares, lifts);
    }
}
