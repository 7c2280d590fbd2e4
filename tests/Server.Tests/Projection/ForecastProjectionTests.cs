using Rollout.Judge;
using Rollout.Server.Judging;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Projection;

public sealed class ForecastProjectionTests
{
    [Theory]
    [InlineData(.5, "30s")]
    [InlineData(1.99, "2m")]
    [InlineData(12.2, "13m")]
    [InlineData(185, "4h")]
    [InlineData(5000, "4d")]
    public void Times_have_no_more_figures_than_a_forecast_has(double minutes, string words) =>
        Assert.Equal(words, ForecastWords.Rough(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void At_rest_the_status_says_what_a_start_would_take()
    {
        var rest = Pictures.OnTrial() with { Progress = Shop.AtRest(), IfStartedNow = new Outlook(0, 1, Shop.Noon, Shop.Named("orders", Pictures.Ahead)) };
        var said = ForecastProjection.IfStartedNow(rest)!;
        Assert.Equal("Started now on one node: the first stage takes about 13m if nothing is lost; a loss of 20 % would be caught in about 16m.", said["text"]!.GetValue<string>());
        Assert.Equal("16", said["metrics"]![0]!["forecast"]!["losses"]![1]!["medianMinutes"]!.GetValue<string>());
        Assert.Null(ForecastProjection.IfStartedNow(rest with { Progress = Shop.OnTrial() }));
        Assert.Null(ForecastProjection.IfStartedNow(rest with { IfStartedNow = null }));
    }

    [Fact]
    public void A_loss_that_cannot_be_seen_is_said_to_be_so()
    {
        var blind = new MetricForecast { Losses = [new LossForecast { Loss = .2, Detectable = false }], Promotions = [new PromotionTime { Tolerance = .2, Possible = false }] };
        Assert.Equal("a loss of 20 % is not detectable on this fleet with one node", ForecastWords.Caught([blind], 1));
        Assert.Equal("", ForecastWords.Caught([null], 1));
        Assert.Contains("this fleet cannot exclude a loss of the tolerance",
            ForecastWords.OfStart(Shop.Spec(), new Outlook(0, 2, Shop.Noon, Shop.Named("orders", blind))), StringComparison.Ordinal);
    }
}
