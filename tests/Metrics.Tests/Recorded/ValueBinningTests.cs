using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class ValueBinningTests
{
    [Fact]
    public void Bins_hold_equal_parts_up_to_the_95th_percentile_and_one_holds_the_rest()
    {
        var values = Enumerable.Range(1, 4000).Select(i => (double)i).ToArray();
        var bins = ValueBinning.FromHistory(values)!;
        Assert.Equal(41, bins.UpperBounds.Count);
        Assert.Equal(double.PositiveInfinity, bins.UpperBounds[^1]);
        Assert.Equal(3800, bins.UpperBounds[^2]);
        var counts = values.GroupBy(v => ValueBinning.BinOf([.. bins.UpperBounds], v)).ToDictionary(g => g.Key, g => g.Count());
        Assert.All(Enumerable.Range(0, 40), bin => Assert.InRange(counts[bin], 94, 96));
        Assert.Equal(200, counts[40]);
        Assert.Equal(3900.5, bins.Means![40]);
    }

    [Fact]
    public void A_bound_belongs_to_the_bin_below_it()
    {
        double[] bounds = [1, 5, double.PositiveInfinity];
        Assert.Equal([0, 0, 1, 1, 2], new[] { 0.5, 1, 1.1, 5, 6 }.Select(v => ValueBinning.BinOf(bounds, v)));
    }

    [Fact]
    public void One_price_makes_one_bin_and_an_empty_one_above()
    {
        var bins = ValueBinning.FromHistory(Enumerable.Repeat(9.99, 500).ToArray())!;
        Assert.Equal([9.99, double.PositiveInfinity], bins.UpperBounds);
        Assert.Equal(9.99, bins.Means![0], 12);
        Assert.Equal(9.99, bins.Means![1], 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Too_few_orders_say_nothing_of_their_values(int many) => Assert.Null(ValueBinning.FromHistory(new double[many]));
}
