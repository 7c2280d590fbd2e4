using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Projection;

public sealed class VerdictProjectionTests
{
    [Fact]
    public void Metrics_out_of_reach_are_unavailable_with_the_reason_and_no_figures()
    {
        var verdict = VerdictProjection.Of(Pictures.OnTrial() with { Judgement = new Observed<JudgeView>.Unreadable("orders: no route") });
        Assert.Equal("""{"overall":"Unavailable","metrics":[],"message":"orders: no route"}""", verdict?.ToJsonString());
    }

    [Fact]
    public void After_the_end_the_last_verdict_stays_and_before_the_first_there_is_none()
    {
        var over = Pictures.OnTrial() with { Progress = Shop.AtRest(), Judgement = new Observed<JudgeView>.Unreadable("no route") };
        Assert.Null(VerdictProjection.Of(over));
        Assert.Equal("Worse", VerdictProjection.Of(over with { Last = Pictures.View(Verdict.Worse) })?["overall"]?.GetValue<string>());
    }

    [Fact]
    public void A_verdict_under_way_is_never_that_of_the_trial_before()
    {
        var verdict = VerdictProjection.Of(Pictures.OnTrial() with { Last = Pictures.View(Verdict.Worse) });
        Assert.Equal("Insufficient", verdict?["overall"]?.GetValue<string>());
    }

    [Fact]
    public void An_objective_without_a_view_keeps_the_whole_insufficient()
    {
        var two = Pictures.OnTrial() with { Spec = Shop.Spec(Shop.Metric("orders"), Shop.Metric("money")), Judgement = Pictures.Said(Verdict.Better) };
        Assert.Equal("Insufficient", VerdictProjection.Of(two)?["overall"]?.GetValue<string>());
        Assert.Equal("Better", VerdictProjection.Of(two with { Spec = Shop.Spec() })?["overall"]?.GetValue<string>());
    }

    [Fact]
    public void A_figure_that_is_no_number_is_null_in_the_status() =>
        Assert.Null(VerdictProjection.Of(Pictures.OnTrial())?["metrics"]?[0]?["logEHarm"]);

    [Fact]
    public void The_forecast_is_the_slowest_objectives_in_whole_seconds_and_the_rest_of_the_warm_up_comes_on_top()
    {
        var judging = Forecasting(Remaining("orders", TimeSpan.FromSeconds(40.2)), Remaining("money", TimeSpan.FromMinutes(2)), Remaining("watched", TimeSpan.FromHours(9)));
        Assert.Equal("""{"remaining":"2m","text":"about 2m more to leave this stage if nothing is lost"}""", VerdictProjection.Forecast(judging)?.ToJsonString());

        var warmingUp = judging with { Progress = judging.Progress with { Phase = Phase.WarmingUp, WarmUpUntil = Shop.Noon.AddSeconds(14.5) } };
        Assert.Equal("2m15s", VerdictProjection.Forecast(warmingUp)?["remaining"]?.GetValue<string>());
        var warm = judging with { Progress = judging.Progress with { WarmUpUntil = Shop.Noon.AddSeconds(-90) } };
        Assert.Equal("2m", VerdictProjection.Forecast(warm)?["remaining"]?.GetValue<string>());
    }

    [Fact]
    public void Nothing_left_to_wait_for_is_said_as_such() =>
        Assert.Equal(
            """{"remaining":"0s","text":"the evidence to leave this stage is there"}""",
            VerdictProjection.Forecast(Forecasting(Remaining("orders", TimeSpan.Zero), Remaining("money", TimeSpan.Zero)))?.ToJsonString());

    [Fact]
    public void An_objective_whose_time_is_unknown_leaves_no_forecast_and_one_that_will_never_be_proven_says_so()
    {
        var unknown = Forecasting(Remaining("orders", null), Remaining("money", TimeSpan.Zero));
        Assert.Null(VerdictProjection.Forecast(unknown));

        var never = Forecasting(Remaining("orders", null) with { PromotionLikely = false }, Remaining("money", TimeSpan.Zero));
        var said = VerdictProjection.Forecast(never);
        Assert.Null(said?["remaining"]);
        Assert.StartsWith("this fleet cannot exclude a loss of the tolerance", said?["text"]?.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Phase.Judging, true)]
    [InlineData(Phase.Held, true)]
    [InlineData(Phase.WarmingUp, true)]
    [InlineData(Phase.Paused, false)]
    [InlineData(Phase.RollingBack, false)]
    [InlineData(Phase.Promoted, false)]
    public void A_forecast_is_made_only_while_something_is_judged(Phase phase, bool made)
    {
        var picture = Forecasting(Remaining("orders", TimeSpan.FromMinutes(1)), Remaining("money", TimeSpan.FromMinutes(1)));
        Assert.Equal(made, VerdictProjection.Forecast(picture with { Progress = picture.Progress with { Phase = phase } }) is not null);
        Assert.Null(VerdictProjection.Forecast(picture with { Judgement = new Observed<JudgeView>.Unreadable("no route") }));
    }

    /// <summary>Two objectives and a metric that is only watched.</summary>
    private static Picture Forecasting(params MetricView[] metrics)
    {
        var picture = Pictures.OnTrial();
        return picture with
        {
            Spec = Shop.Spec(Shop.Metric("orders"), Shop.Metric("money"), Shop.Metric("watched") with { Role = MetricRole.Watch }),
            Progress = picture.Progress with { Phase = Phase.Judging, WarmUpUntil = null },
            Judgement = new Observed<JudgeView>.Known(Pictures.View(Verdict.Insufficient) with { Metrics = metrics }),
        };
    }

    private static MetricView Remaining(string name, TimeSpan? time) =>
        new() { Name = name, Unit = "EUR", Tolerance = 0.2m, Remaining = time, Assessment = new Assessment { Verdict = Verdict.Insufficient } };
}
