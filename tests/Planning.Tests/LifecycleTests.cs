using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class LifecycleTests
{
    [Fact]
    public void Adopts_what_all_ready_nodes_run()
    {
        var story = new Story().Fleet(n => n.Name == "n3" ? n with { Ready = false, Revision = null } : n).Settle();
        Assert.Equal((Phase.Idle, "v1", Reasons.StableAdopted), (story.Now.Phase, story.Now.StableRevision, story.Now.Reason));
    }

    [Fact]
    public void A_mixed_fleet_is_not_touched_and_a_person_may_settle_it()
    {
        var story = new Story().Fleet(n => n.Name is "n3" or "n4" ? n with { Revision = "v2" } : n).Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, Reasons.FleetMixed), (story.Now.Phase, story.Now.Reason));
        Assert.IsType<Effect.EnsureNothing>(Assert.Single(story.Plan.Effects));

        story.Obeys = true;
        story.Orders(OrderKind.Promote, "v2").Settle();
        Assert.Equal((Phase.Promoted, "v2", "ada"), (story.Now.Phase, story.Now.StableRevision, story.Now.Outcomes[0].By));
    }

    [Theory]
    [InlineData(Verdict.Misconfigured, Reasons.MetricMisconfigured)]
    [InlineData(Verdict.Unavailable, Reasons.MetricsUnavailable)]
    public void Waits_before_stage_one_until_every_metric_can_be_judged(Verdict verdict, string reason)
    {
        var story = new Story().Settle().Hears(verdict).Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, reason), (story.Now.Phase, story.Now.Reason));
        Assert.Equal(Phase.WarmingUp, story.Hears(Verdict.Insufficient).Settle().Now.Phase);
    }

    [Theory]
    [InlineData(ProbeState.Failing, Reasons.ProbeFailsOnStable)]
    [InlineData(ProbeState.Unknown, Reasons.ProbeUnknown)]
    public void Waits_before_stage_one_until_the_probe_passes_on_stable(ProbeState state, string reason)
    {
        var story = new Story().Settle().Probe(_ => state).Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, reason), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_fleet_of_one_has_nothing_to_compare_with()
    {
        var story = new Story(A.World() with { Fleet = A.Fleet(1) }).Settle().Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, Reasons.NothingToCompareWith), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_host_that_is_down_is_not_chosen_as_canary()
    {
        var story = new Story().Fleet(n => n.Name == "n1" ? n with { Ready = false, Revision = null } : n).Wants("v2").Settle();
        Assert.Equal(["n2"], story.Now.CanaryNodes);
    }

    [Fact]
    public void A_new_revision_supersedes_and_begins_at_stage_one_with_fresh_evidence()
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse).Settle();
        Assert.Equal(3, story.Now.CanaryNodes.Count);
        story.Hears(Verdict.Insufficient).Wants("v3").Settle();
        Assert.Equal(("v3", 2, 0), (story.Now.CanaryRevision, story.Now.Trial, story.Now.Stage!.Index));
        Assert.Equal(["n1"], story.Now.CanaryNodes);
        Assert.Equal((OutcomeResult.Superseded, "v2"), (story.Now.Outcomes[0].Result, story.Now.Outcomes[0].Revision));
        Assert.Empty(story.Now.RefusedRevisions);
    }

    [Fact]
    public void Going_back_to_wanting_stable_withdraws_without_refusing()
    {
        var story = Story.Judged().Wants("v1").Settle();
        Assert.Equal((Phase.Idle, Reasons.RevisionWithdrawn, OutcomeResult.Aborted),
            (story.Now.Phase, story.Now.Reason, story.Now.Outcomes[0].Result));
        Assert.Equal(Phase.WarmingUp, story.Wants("v2").Settle().Now.Phase);
    }

    [Fact]
    public void Nobody_wanting_anything_withdraws_nothing() =>
        Assert.Equal(Phase.Judging, Story.Judged().Change(w => w with { WantedRevision = null }).Settle().Now.Phase);

    [Fact]
    public void A_promotion_by_hand_names_its_person_and_skips_what_is_left()
    {
        var story = Story.Judged().Orders(OrderKind.Promote, "v2").Settle();
        Assert.Equal((Phase.Promoted, "v2"), (story.Now.Phase, story.Now.StableRevision));
        Assert.Equal((Reasons.PromotedByHand, "ada"), (story.Now.Outcomes[0].Reason, story.Now.Outcomes[0].By));
    }

    [Fact]
    public void After_a_promotion_by_hand_harm_is_announced_and_the_person_decides()
    {
        var story = Story.Judged().Orders(OrderKind.Promote, "v2").Fleet(n => n).Pass().Hears(Verdict.Worse).Pass();
        Assert.Equal(Phase.Promoting, story.Now.Phase);
        Assert.Contains(story.Plan.Happenings, h => h.Reason == Reasons.HarmNotActedUpon);
        Assert.Equal(Phase.RollingBack, story.Orders(OrderKind.Abort, "v2").Pass().Now.Phase);
    }

    [Fact]
    public void Harm_in_the_middle_of_a_promotion_by_evidence_takes_back()
    {
        var story = Story.Promoting().Hears(Verdict.Worse).Pass();
        Assert.Equal((Phase.RollingBack, Reasons.HarmProven), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_promotion_paused_half_way_stays_half_way_and_goes_on()
    {
        var story =
            Story.Promoting().Fleet(n => n.Name is "n1" or "n2" or "n3" or "n4" or "n5" ? n with { Revision = "v2" }
            : n with { Revision = "v1" });
        story.Orders(OrderKind.Pause).Settle();
        Assert.IsType<Effect.EnsureNothing>(Assert.Single(story.Plan.Effects));
        story.Orders(OrderKind.Resume).Pass();
        Assert.Equal(new Effect.EnsureEverywhere("v2"), Assert.Single(story.Plan.Effects));
    }

    [Fact]
    public void A_host_that_is_down_is_left_behind_by_a_promotion_and_named()
    {
        var story =
            Story.Promoting().Fleet(n => n.Name == "n8" ? n with { Ready = false, Revision = null }
            : n with { Revision = "v2", Ready = true });
        Assert.Equal(Phase.Promoting, story.Settle().Now.Phase);
        story.After(TimeSpan.FromMinutes(5)).Settle();
        Assert.Equal((Phase.Promoted, Reasons.NodesLeftBehind), (story.Now.Phase, story.Now.Reason));
        Assert.Contains("n8", story.Now.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_cannot_be_promoted_is_said_and_refuses_nothing()
    {
        var story =
            Story.Promoting().Fleet(n => n.Name == "n8" ? n with { Revision = "v1" }
            : n with { Revision = "v2" }, new DeployFailure("n8", "v2", "exit 1"));
        story.Settle();
        Assert.Equal((Phase.Promoting, Reasons.PromotionFailsOnNode), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_dead_host_that_never_had_the_canary_does_not_keep_the_way_back_open()
    {
        var story = Story.Judged().Fleet(n => n.Name == "n9" ? n with { Ready = false, Revision = null } : n).Hears(Verdict.Worse).Pass();
        story.Fleet(n => n.Name == "n1" ? n with { Revision = "v1" } : n).Pass();
        Assert.Equal(Phase.RolledBack, story.Now.Phase);
    }

    [Fact]
    public void A_canary_that_cannot_be_put_back_keeps_the_way_back_open_and_says_so()
    {
        var story = Story.Judged().Hears(Verdict.Worse).Fleet(n => n, new DeployFailure("n1", "v1", "exit 1")).Settle();
        Assert.Equal((Phase.RollingBack, Reasons.WayBackStuck), (story.Now.Phase, story.Now.Reason));
        Assert.Equal(Phase.RollingBack, story.After(TimeSpan.FromHours(9)).Settle().Now.Phase);
    }

    [Fact]
    public void A_version_put_there_by_hand_is_reported_not_fought()
    {
        var story = new Story().Settle().Fleet(n => n.Name == "n4" ? n with { Revision = "hotfix" } : n).Settle();
        Assert.Equal((Phase.Bypassed, Reasons.ForeignRevision), (story.Now.Phase, story.Now.Reason));
        Assert.IsType<Effect.EnsureNothing>(Assert.Single(story.Plan.Effects));
        Assert.Equal(Phase.Idle, story.Fleet(n => n with { Revision = "v1" }).Settle().Now.Phase);
    }

    [Fact]
    public void A_version_put_everywhere_by_hand_is_adopted_when_it_is_wanted()
    {
        var story = new Story().Settle().Fleet(n => n with { Revision = "hotfix" }).Settle();
        Assert.Equal(Phase.Bypassed, story.Now.Phase);
        Assert.Equal((Phase.Idle, "hotfix"), (story.Wants("hotfix").Settle().Now.Phase, story.Now.StableRevision));
    }

    [Fact]
    public void A_version_put_there_by_hand_goes_when_a_person_aborts_it()
    {
        var story = new Story().Settle().Fleet(n => n.Name == "n4" ? n with { Revision = "hotfix" } : n).Settle();
        story.Obeys = true;
        story.Orders(OrderKind.Abort, "hotfix").Settle();
        Assert.Equal(new Effect.EnsureEverywhere("v1"), Assert.Single(story.Plan.Effects));
    }

    [Fact]
    public void An_abort_of_what_was_not_begun_keeps_it_from_beginning()
    {
        var story = new Story().Settle().Wants("v2").Orders(OrderKind.Abort, "v2").Settle();
        Assert.Equal((Phase.RolledBack, Reasons.Aborted, 0), (story.Now.Phase, story.Now.Reason, story.Now.Trial));
    }

    [Fact]
    public void An_order_for_another_revision_is_removed_and_noted()
    {
        var story = Story.Judged().Orders(OrderKind.Promote, "v9").Pass();
        Assert.Equal("v9 is neither on trial nor wanted", Assert.Single(story.Plan.Orders).Note);
        Assert.Contains(story.Plan.Happenings, h => h is { Reason: Reasons.OrderNotCarriedOut, Severity: Severity.Warning });
    }

    [Fact]
    public void A_gates_refusal_takes_back_and_a_closed_gate_holds()
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse);
        story.Change(w => w with { Gates = [new GateAnswer("freeze", GateState.Closed, null)] }).Pass();
        Assert.Equal((Phase.Judging, Reasons.GateClosed), (story.Now.Phase, story.Now.Reason));
        story.Change(w => w with { Gates = [new GateAnswer("freeze", GateState.Refused, "v2", "incident 7")] }).Pass();
        Assert.Equal((Phase.RollingBack, "freeze refused v2: incident 7"), (story.Now.Phase, story.Now.Message));
    }

    [Fact]
    public void While_paused_a_new_revision_takes_the_old_canary_away_and_waits()
    {
        var story = Story.Judged().Change(w => w with { Spec = w.Spec with { Paused = true } }).Settle().Wants("v3").Settle();
        Assert.Equal((Phase.Paused, Phase.Waiting, "v3"), (story.Now.Phase, story.Now.Before, story.Now.CanaryRevision));
        Assert.Equal(new Effect.EnsureEverywhere("v1"), Assert.Single(story.Plan.Effects));
    }
}
