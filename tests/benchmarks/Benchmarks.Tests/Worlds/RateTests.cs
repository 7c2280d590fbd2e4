using Rollout.Benchmarks.Worlds;

namespace Rollout.Benchmarks.Tests.Worlds;

public sealed class RateTests
{
    /// <summary>Clopper-Pearson bounds as R's binom.test prints them; those of 0 and of all are 1 - 0.025^(1/n) and 0.025^(1/n).</summary>
    [Theory]
    [InlineData(10, 100, 0.04900469, 0.1762226)]
    [InlineData(0, 100, 0, 0.03621669)]
    [InlineData(100, 100, 0.96378331, 1)]
    public void Bounds_are_those_of_Clopper_and_Pearson(int count, int of, double low, double high)
    {
        var rate = new Rate(count, of);
        Assert.Equal(low, rate.Low, 1e-6);
        Assert.Equal(high, rate.High, 1e-6);
    }

    [Fact]
    public void A_median_is_told_only_where_half_of_the_runs_got_there()
    {
        Assert.Equal(4, Delay.Median([3, null, 4, 5, 2]));
        Assert.Equal(3.5, Delay.Median([3, null, 4, 2]));
        Assert.Null(Delay.Median([3, null, null, 4]));
        Assert.Equal("1.50", Delay.Ratio(6, 4));
        Assert.Equal("-", Delay.Ratio(null, 4));
    }
}
