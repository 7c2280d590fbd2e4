using Rollout.Recording;
using Rollout.Server.Loop;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Projection;

public sealed class EvidenceProjectionTests
{
    [Theory]
    [InlineData(600, 600)]
    [InlineData(601, 301)]
    [InlineData(5000, 556)]
    public void Thinning_bounds_a_series_and_keeps_the_newest_point(int points, int kept)
    {
        MetricPoint[] series = [.. Enumerable.Range(0, points).Select(i => new MetricPoint("v2", "orders", Shop.Noon + (i * Shop.Bucket), 0, -1, 1, 0, 0, 0))];
        var metric = EvidenceProjection.Of(Shop.Spec(), "v2", Pictures.OnTrial().Judgement, series, new Readings(Shop.Spec()), [])["metrics"]![0]!;
        var shown = metric["points"]!.AsArray();
        Assert.Equal(kept, shown.Count);
        Assert.Equal(Figures.Time(series[^1].At), shown[^1]!["at"]!.GetValue<string>());
    }
}
