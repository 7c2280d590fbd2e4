namespace Rollout.Judge.Tests;

/// <summary>Against tables: Abramowitz and Stegun 26.1 and 26.10; scipy.stats.norm.sf for the far tail.</summary>
public sealed class QuantileTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.05, 1.6448536269514722)]
    [InlineData(0.025, 1.959963984540054)]
    [InlineData(0.01, 2.3263478740408408)]
    [InlineData(0.001, 3.090232306167813)]
    public void The_normal_quantile_agrees_with_its_table(double level, double z) => Assert.Equal(z, NormalQuantile.Of(level), 1e-10);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393145707)]
    [InlineData(3, 0.0013498980316300946)]
    [InlineData(6, 9.865876450376981e-10)]
    [InlineData(-1, 0.8413447460685429)]
    public void The_normal_tail_agrees_with_its_table(double z, double level) => Assert.Equal(1, NormalQuantile.Upper(z) / level, 1e-9);

    [Theory]
    [InlineData(0.01, 9, 2.821)]
    [InlineData(0.01, 10, 2.764)]
    [InlineData(0.01, 30, 2.457)]
    [InlineData(0.01, 120, 2.358)]
    [InlineData(0.05, 9, 1.833)]
    [InlineData(0.05, 20, 1.725)]
    public void Students_quantile_agrees_with_its_table(double level, double freedom, double expected) =>
        Assert.Equal(expected, StudentQuantile.Of(NormalQuantile.Of(level), freedom), 1e-3);
}
