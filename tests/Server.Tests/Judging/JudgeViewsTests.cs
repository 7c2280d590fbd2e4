using Rollout.Judge;
using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class JudgeViewsTests
{
    private static readonly MetricState Away = Enumerable.Range(0, 3).Aggregate(MetricState.Unread, (s, _) => s.After(new MetricRead.Unreachable("no route")));

    [Fact]
    public void A_metric_that_was_never_read_has_no_view_instead_of_a_neutral_one() =>
        Assert.Empty(Known(JudgeViews.Of(Shop.Spec(), Shop.AtRest(), null, Shop.Named("orders", MetricState.Unread))).Metrics);

    [Fact]
    public void When_every_metric_is_out_of_reach_the_whole_is_unreadable_and_says_why()
    {
        var told = JudgeViews.Of(Shop.Spec(), Shop.OnTrial(), Counted(3, 10), Shop.Named("orders", Away));
        Assert.Equal("orders: no route", Assert.IsType<Observed<JudgeView>.Unreadable>(told).Reason);
    }

    [Fact]
    public void Harm_that_is_proven_stays_proven_when_the_source_goes_away()
    {
        var view = Known(JudgeViews.Of(Shop.Spec(), Shop.OnTrial(), Counted(90, 0), Shop.Named("orders", Away)));
        Assert.Equal(Verdict.Worse, Assert.Single(view.Metrics).Assessment.Verdict);
        Assert.Equal(Verdict.Worse, view.Together?.Verdict);
    }

    [Fact]
    public void Evidence_of_another_trial_counts_for_nothing()
    {
        var state = MetricState.Unread.After(new MetricRead.Data([Shop.At(0)], new Dictionary<string, string>(StringComparer.Ordinal)));
        var view = Known(JudgeViews.Of(Shop.Spec(), Shop.OnTrial() with { Trial = 2 }, Counted(90, 0), Shop.Named("orders", state)));
        Assert.Equal((Verdict.Insufficient, 0.0), (view.Metrics[0].Assessment.Verdict, view.Metrics[0].Assessment.FleetEvents));
        Assert.Null(view.AsOf);
    }

    [Fact]
    public void The_last_verdict_of_a_trial_that_is_over_tells_until_when_it_was_judged()
    {
        var over = Shop.OnTrial() with { Phase = Phase.RolledBack, Stage = null, CanaryNodes = [] };
        var last = JudgeViews.Last(Shop.Spec(), over, Counted(90, 0));
        Assert.Equal(Verdict.Worse, last?.Together?.Verdict);
        Assert.Equal(Shop.Noon + (90 * Shop.Bucket), last?.AsOf);
        Assert.Null(JudgeViews.Last(Shop.Spec(), over with { Trial = 2 }, Counted(1, 0)));
    }

    private static JudgeView Known(Observed<JudgeView> told) => Assert.IsType<Observed<JudgeView>.Known>(told).Value;

    /// <summary>So many buckets, the canary counting <paramref name="canary"/> in each and every other node ten.</summary>
    private static Trial Counted(int buckets, double canary)
    {
        var trial = Trials.Begin(1, Shop.Spec(), Shop.Named("orders", Shop.History(400)), Shop.Nodes, ["n1"]);
        return Enumerable.Range(0, buckets).Aggregate(trial, (t, i) => Trials.Add(t, Shop.Spec(), "orders", Shop.At(i, canary), ["n1"]));
    }
}
