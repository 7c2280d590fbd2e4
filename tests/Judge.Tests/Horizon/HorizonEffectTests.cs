namespace Rollout.Judge.Tests;

public sealed class HorizonEffectTests
{
    /// <summary>Where a window's information is large, z over the measured effect follows Student's t (quantiles at 1 %: Abramowitz and Stegun 26.10).</summary>
    [Theory]
    [InlineData(9, 2.821)]
    [InlineData(30, 2.457)]
    [InlineData(60, 2.390)]
    [InlineData(120, 2.358)]
    public void A_measured_effect_leaves_Students_t(double freedom, double quantile)
    {
        var nodes = new HorizonEffect(.05, 1e9, freedom, OfRates: false).Nodes();
        Assert.Equal(1, nodes.Sum(n => Math.Exp(n.LogWeight)), 1e-12);
        Assert.Equal(.01, nodes.Sum(n => Math.Exp(n.LogWeight) * NormalQuantile.Upper(quantile * .05 / n.Sigma0)), 2e-4);
    }

    [Fact]
    public void What_was_measured_as_nothing_may_still_be_something_and_is_less_the_more_was_seen()
    {
        static double Most(double freedom) => new HorizonEffect(0, 5000, freedom, OfRates: false).Nodes().Max(n => n.Sigma0);
        Assert.Equal(0, new HorizonEffect(0, 5000, 63, OfRates: false).At(-3));
        Assert.True(Most(20) > Most(60));
        Assert.True(Most(60) > Most(600));
        Assert.InRange(Most(60) * Most(60) * 5000, .3, 1.5);
    }

    [Fact]
    public void A_rate_that_was_measured_as_a_mean_lies_below_it_on_the_log_scale()
    {
        Assert.Equal(-.005, new HorizonEffect(.1, 100, 63, OfRates: true).Centre(.1), 1e-12);
        Assert.Equal(0, new HorizonEffect(.1, 100, 63, OfRates: false).Centre(.1));
    }

    [Fact]
    public void Without_a_measurement_there_is_nothing_to_be_uncertain_about()
    {
        var part = new PartBaseline { Phi = 1, Sigma0 = .05, MeasuredSigma0 = .05, WindowInformation = 100, Freedom = 63, Windows = 80 };
        Assert.Equal(new HorizonEffect(.05, 100, 63, OfRates: true), HorizonEffect.Of(part, ofRates: true));
        Assert.Null(HorizonEffect.Of(part with { Freedom = 0 }, ofRates: true));
        Assert.Null(HorizonEffect.Of(part with { WindowInformation = 0 }, ofRates: true));
    }
}
