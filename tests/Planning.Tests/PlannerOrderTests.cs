using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

/// <summary>Where two rules have something to say, the first wins: the order is part of the behaviour.</summary>
public class PlannerOrderTests
{
    private static (Phase, string) After(Story story) => (story.Pass().Now.Phase, story.Now.Reason);

    [Fact]
    public void Abort_beats_harm() =>
        Assert.Equal((Phase.RollingBack, Reasons.Aborted), After(Story.Judged().Hears(Verdict.Worse).Orders(OrderKind.Abort, "v2")));

    [Fact]
    public void Abort_beats_a_promotion_ordered_before_it() =>
        Assert.Equal((Phase.RollingBack, Reasons.Aborted),
            After(Story.Judged().Orders(OrderKind.Promote, "v2").Orders(OrderKind.Abort, "v2")));

    [Fact]
    public void Abort_beats_a_pause() =>
        Assert.Equal((Phase.RollingBack, Reasons.Aborted), After(Story.Judged().Orders(OrderKind.Pause).Pass().Orders(OrderKind.Abort)));

    [Fact]
    public void Abort_beats_a_fleet_that_cannot_be_read() =>
        Assert.Equal((Phase.RollingBack, Reasons.Aborted), After(Story.Judged().Blind().Orders(OrderKind.Abort, "v2")));

    [Fact]
    public void Abort_beats_a_new_revision_wanted_at_the_same_time() =>
        Assert.Equal((Phase.RollingBack, Reasons.Aborted), After(Story.Judged().Wants("v3").Orders(OrderKind.Abort, "v2")));

    [Fact]
    public void A_pause_beats_harm_which_is_announced_and_kept()
    {
        var story = Story.Judged().Hears(Verdict.Worse).Orders(OrderKind.Pause);
        Assert.Equal((Phase.Paused, Reasons.PausedByOwner), After(story));
        Assert.Contains(story.Plan.Happenings, h => h is { Reason: Reasons.HarmNotActedUpon, Severity: Severity.Warning });

        story.Hears(Verdict.NoWorse).Pass();
        Assert.Equal(new Effect.EnsureCanaries("v2", "v1", ["n1"]), Assert.Single(story.Plan.Effects));

        story.Orders(OrderKind.Resume).Settle();
        Assert.Equal((Phase.RolledBack, Reasons.HarmProven), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void Harm_beats_a_promotion_by_hand() =>
        Assert.Equal((Phase.RollingBack, Reasons.HarmProven), After(Story.Judged().Hears(Verdict.Worse).Orders(OrderKind.Promote, "v2")));

    [Fact]
    public void Harm_beats_a_new_revision_so_that_the_harmful_one_is_refused() =>
        Assert.Equal((Phase.RollingBack, Reasons.HarmProven), After(Story.Judged().Hears(Verdict.Worse).Wants("v3")));

    [Fact]
    public void Harm_beats_an_invalid_spec() => Assert.Equal(
        (Phase.RollingBack, Reasons.HarmProven),
        After(Story.Judged().Hears(Verdict.Worse).Change(w => w with { SpecProblems = [new Api.Problem("spec", "is wrong", "mend it")] })));

    [Fact]
    public void Harm_beats_a_fleet_that_cannot_be_read() =>
        Assert.Equal((Phase.RollingBack, Reasons.HarmProven), After(Story.Judged().Hears(Verdict.Worse).Blind()));

    [Fact]
    public void A_probe_that_fails_on_the_canary_alone_beats_the_evidence() => Assert.Equal(
        (Phase.RollingBack, Reasons.ProbeFailsOnCanary),
        After(Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse).Probe(n => n == "n1" ? ProbeState.Failing
            : ProbeState.Passing)));

    [Fact]
    public void A_new_revision_beats_a_promotion_by_hand_of_the_old_one() =>
        Assert.Equal((Phase.RollingBack, Reasons.RevisionSuperseded), After(Story.Judged().Wants("v3").Orders(OrderKind.Promote, "v2")));

    [Fact]
    public void A_canary_that_is_not_ready_beats_the_evidence() => Assert.Equal(
        (Phase.Starting, Reasons.CanaryNotReady),
        After(Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse).Fleet(n => n.Name == "n1" ? n with { Ready = false }
            : n)));

    [Fact]
    public void Metrics_out_of_reach_beat_the_deadline() =>
        Assert.Equal((Phase.Judging, Reasons.MetricsUnavailable),
            After(Story.Judged().Hears(Verdict.Unavailable).After(TimeSpan.FromHours(2))));

    [Fact]
    public void Evidence_that_comes_with_the_deadline_beats_it() =>
        Assert.Equal((Phase.Advancing, Reasons.EvidenceReached), After(Story.Judged().Hears(Verdict.NoWorse).After(TimeSpan.FromHours(2))));

    [Fact]
    public void A_retry_beats_the_refusal()
    {
        var story =
            Story.Judged().Hears(Verdict.Worse).Settle().Hears(Verdict.Insufficient).After(TimeSpan.FromHours(1)).Orders(OrderKind.Retry,
            "v2").Settle();
        Assert.Equal((Phase.WarmingUp, 2), (story.Now.Phase, story.Now.Trial));
        Assert.Empty(story.Now.RefusedRevisions);
    }

    [Fact]
    public void A_retry_given_before_the_refusal_is_for_an_earlier_try()
    {
        var story = Story.Judged().Hears(Verdict.Worse).Settle();
        story.Change(w => w with { Orders = [new Order(OrderKind.Retry, "v2", "ada", w.Now.AddMinutes(-1))] }).Settle();
        Assert.Equal(Phase.RolledBack, story.Now.Phase);
        Assert.Contains(story.Happenings, h =>
            h.Reason == Reasons.OrderNotCarriedOut && h.Message.Contains("after this order", StringComparison.Ordinal));
    }
}
