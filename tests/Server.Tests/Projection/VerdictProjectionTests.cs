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
}
