using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class OutlooksTests
{
    private static readonly StaggeredRolloutSpec Spec = Shop.Spec();

    [Fact]
    public void Says_when_the_stage_may_be_left_and_when_each_loss_would_be_caught()
    {
        var outlook = Outlooks.Of(Spec, Shop.OnTrial(), Shop.Fleet(), Begun(), Shop.Noon)!;
        var forecast = outlook.Metrics["orders"];
        Assert.Equal((1, 1, Shop.Noon), (outlook.Trial, outlook.Canaries, outlook.AsOf));
        Assert.Equal([.05, .1, .2, .5], forecast.Losses.Select(l => l.Loss));
        Assert.True(forecast.Losses[3].Median < forecast.Losses[2].Median, "a larger loss is caught sooner");
        var promotion = Assert.Single(forecast.Promotions);
        Assert.Equal((.2, true), (promotion.Tolerance, promotion.Possible));
        Assert.True(promotion.Median <= promotion.Quantile90);
    }

    [Fact]
    public void What_has_come_in_shortens_the_time_to_promote()
    {
        var fresh = Begun();
        var later = Enumerable.Range(0, 30).Aggregate(fresh, (t, i) => Trials.Add(t, Spec, "orders", Shop.At(i), ["n1"]));
        Assert.True(Promotion(later) < Promotion(fresh));

        TimeSpan Promotion(Trial trial) =>
            Outlooks.Of(Spec, Shop.OnTrial(), Shop.Fleet(), trial, Shop.Noon + (30 * Shop.Bucket))!.Metrics["orders"].Promotions[0].Median!.Value;
    }

    [Fact]
    public void A_larger_stage_has_the_share_of_its_canaries()
    {
        var half = Shop.OnTrial() with { CanaryNodes = ["n1", "n2"], Stage = Shop.OnTrial().Stage! with { Nodes = 2, Index = 1 } };
        TimeSpan Loss(Progress progress) => Outlooks.Of(Spec, progress, Shop.Fleet(), Begun(), Shop.Noon)!.Metrics["orders"].Losses[2].Median!.Value;
        Assert.True(Loss(half) < Loss(Shop.OnTrial()));
    }

    [Fact]
    public void A_trial_that_was_recorded_without_a_rhythm_is_read_and_has_no_forecast()
    {
        var trial = Begun();
        var text = JsonSerializer.SerializeToNode(trial.Baselines["orders"])!.AsObject();
        Assert.StartsWith("Flat ", text["Rhythm"]!.GetValue<string>(), StringComparison.Ordinal);
        text.Remove("Rhythm");
        var old = trial with { Baselines = Shop.Named("orders", text.Deserialize<Baseline>()!) };
        Assert.Null(old.Baselines["orders"].Rhythm);
        Assert.Empty(Outlooks.Of(Spec, Shop.OnTrial(), Shop.Fleet(), old, Shop.Noon)!.Metrics);
        var before = Judged(old);
        Assert.Null(Assert.Single(before.Metrics).Forecast);
    }

    [Fact]
    public void Errors_and_watched_metrics_have_none()
    {
        var spec = Shop.Spec(Shop.Metric("errors", kind: MetricKind.Ratio), Shop.Metric("seen", MetricRole.Watch));
        var histories = new Dictionary<string, FleetHistory>(StringComparer.Ordinal) { ["errors"] = Shop.History(90), ["seen"] = Shop.History(90) };
        var trial = Trials.Begin(1, spec, histories, Shop.Nodes, ["n1"]);
        Assert.Empty(Outlooks.Of(spec, Shop.OnTrial(), Shop.Fleet(), trial, Shop.Noon)!.Metrics);
    }

    [Fact]
    public void On_the_way_back_and_for_other_canaries_nothing_is_shown()
    {
        var trial = Begun();
        var outlook = Outlooks.Of(Spec, Shop.OnTrial(), Shop.Fleet(), trial, Shop.Noon);
        Assert.NotNull(Assert.Single(Judged(trial, outlook).Metrics).Forecast);
        Assert.Null(Assert.Single(Judged(trial, outlook, Shop.OnTrial() with { CanaryNodes = ["n1", "n2"] }).Metrics).Forecast);
        Assert.Null(Assert.Single(Judged(trial, outlook, Shop.OnTrial() with { Phase = Phase.RollingBack }).Metrics).Forecast);
        Assert.Null(Outlooks.Of(Spec, Shop.OnTrial() with { Phase = Phase.RollingBack }, Shop.Fleet(), trial, Shop.Noon));
    }

    [Fact]
    public void Time_that_went_by_since_is_taken_off_down_to_one_bucket()
    {
        var trial = Begun();
        var outlook = Outlooks.Of(Spec, Shop.OnTrial(), Shop.Fleet(), trial, Shop.Noon)!;
        var median = outlook.Metrics["orders"].Promotions[0].Median!.Value;
        TimeSpan? After(TimeSpan time) => Judged(trial, outlook, now: Shop.Noon + time).Metrics[0].Remaining;
        Assert.Equal(median - TimeSpan.FromSeconds(20), After(TimeSpan.FromSeconds(20)));
        Assert.Equal(Shop.Bucket, After(median + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_start_is_forecast_with_its_warm_up_on_the_first_stage()
    {
        var start = Outlooks.OfStart(Spec, Shop.Fleet(), Begun(), ["n1"], Shop.Noon)!;
        var under = Outlooks.Of(Spec, Shop.OnTrial(), Shop.Fleet(), Begun(), Shop.Noon)!;
        Assert.Equal(under.Metrics["orders"].Losses[2].Median + Spec.WarmUp, start.Metrics["orders"].Losses[2].Median);
    }

    private static Trial Begun() => Trials.Begin(1, Spec, Shop.Named("orders", Shop.History(90)), Shop.Nodes, ["n1"], Shop.Noon);

    private static JudgeView Judged(Trial trial, Outlook? outlook = null, Progress? progress = null, DateTimeOffset? now = null)
    {
        var at = progress ?? Shop.OnTrial();
        var judged = JudgeViews.Of(Spec, at, trial, Shop.Named("orders", MetricState.Unread));
        return Assert.IsType<Observed<JudgeView>.Known>(Outlooks.Into(judged, outlook, Spec, at, now ?? Shop.Noon)).Value;
    }
}
