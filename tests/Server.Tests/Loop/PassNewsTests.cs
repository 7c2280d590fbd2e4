using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Judging;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

public sealed class PassNewsTests
{
    private static readonly Order Pause = new(OrderKind.Pause, "v2", "ann", Shop.Noon);

    [Fact]
    public void Calm_buckets_are_history_those_of_a_trial_and_those_of_a_single_node_are_none()
    {
        var alone = Shop.Of(1, ("n2", 10));
        Assert.Equal([Shop.At(0).Start], PassNews.Of(Draft(Shop.AtRest(), Shop.At(0), alone), Shop.Spec()).Buckets.Select(b => b.Bucket.Start));
        Assert.Empty(PassNews.Of(Draft(Shop.OnTrial(), Shop.At(0)), Shop.Spec()).Buckets);
    }

    [Fact]
    public void Every_order_that_was_read_is_answered_with_its_own_note_and_outcomes_are_told_once()
    {
        var draft = Draft(Shop.AtRest());
        var outcome = new Outcome(OutcomeResult.Promoted, "v1", "R", "m", Shop.Noon, Shop.Noon);
        draft = draft with
        {
            Read = draft.Read with { Orders = [new OrderRequest(7, Pause), new OrderRequest(8, Pause with { Kind = OrderKind.Abort })] },
            Plan = draft.Plan with { Orders = [new OrderAnswer(Pause with { Kind = OrderKind.Abort }, "nothing is on trial"), new OrderAnswer(Pause, null)], Next = draft.Plan.Next with { Outcomes = [outcome] } },
        };
        Assert.Equal([new TakenOrder(7), new TakenOrder(8, "nothing is on trial")], PassNews.Of(draft, Shop.Spec()).TakenOrders);
        Assert.Equal([outcome], PassNews.Of(draft, Shop.Spec()).Outcomes);
        Assert.Empty(PassNews.Of(draft with { Read = draft.Read with { Progress = draft.Plan.Next } }, Shop.Spec()).Outcomes);
    }

    [Fact]
    public void A_point_for_the_page_comes_with_new_evidence_only()
    {
        var before = Trials.Begin(1, Shop.Spec(), Shop.Named("orders", Shop.History(90)), Shop.Nodes, ["n1"]);
        var after = Trials.Add(before, Shop.Spec(), "orders", Shop.At(0), ["n1"]);
        var judged = JudgeViews.Of(Shop.Spec(), Shop.OnTrial(), after, Shop.Named("orders", MetricState.Unread));
        var draft = Draft(Shop.OnTrial());
        draft = draft with { Read = draft.Read with { Trial = before }, Trial = after, World = draft.World with { Judgement = judged } };
        var point = Assert.Single(PassNews.Of(draft, Shop.Spec()).Points);
        Assert.Equal(("v2", "orders", Shop.At(0).End, 0), (point.Revision, point.Metric, point.At, point.Stage));
        Assert.Empty(PassNews.Of(draft with { Read = draft.Read with { Trial = after } }, Shop.Spec()).Points);
        Assert.Empty(PassNews.Of(draft with { Plan = draft.Plan with { Evidence = EvidenceAction.BeginAfresh } }, Shop.Spec()).Points);
    }

    [Fact]
    public void A_pass_that_changed_nothing_has_no_news() => Assert.True(PassNews.IsNone(PassNews.Of(Draft(Shop.OnTrial()), Shop.Spec())));

    private static PassDraft Draft(Progress progress, params FleetBucket[] buckets) => new(
        new StoredRollout(1, progress, null, null, [], [], SteadyNodes.None),
        new World { Now = Shop.Noon, Spec = Shop.Spec(), Progress = progress, Fleet = Shop.Seen() },
        new Plan { Next = progress, Effects = [], RecheckAfter = TimeSpan.FromSeconds(1) },
        null, SteadyNodes.None, Shop.Named<IReadOnlyList<FleetBucket>>("orders", buckets));
}
