using Rollout.Judge;
using Rollout.Planning.Tests.Building;
using static Rollout.Planning.Tests.Alerts.AlertStory;

namespace Rollout.Planning.Tests.Alerts;

public class AlertRulesTests
{
    [Fact]
    public void An_alert_that_begins_to_fire_pauses_where_the_policy_says_so_and_its_end_lifts_the_pause()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page"));
        Assert.Equal((Phase.Paused, Reasons.PausedByAlert, "Paused by alert HighErrors: 5xx above 2 %"), (story.Now.Phase, story.Now.Reason, story.Now.Message));
        Assert.Contains(story.Plan.Happenings, h => h is { Reason: Reasons.AlertFires, By: "alert HighErrors", Severity: Severity.Warning });
        Assert.Equal(new Effect.EnsureCanaries("v2", "v1", ["n1"]), Assert.Single(story.Plan.Effects));

        story.After(TimeSpan.FromMinutes(3)).Settle();
        Assert.Equal(Phase.Paused, story.Now.Phase);

        story.Hears(News(story, "page", firing: false, minutesAgo: 3));
        Assert.Equal((Phase.Judging, Reasons.Resumed), (story.Now.Phase, story.Now.Reason));
        Assert.Contains(story.Plan.Happenings, h => h.Reason == Reasons.AlertResolved);
    }

    [Fact]
    public void Where_the_policy_says_so_the_pause_outlives_its_alert_until_a_person_resumes()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "hold")).Hears(News(story, "hold", firing: false)).After(TimeSpan.FromHours(5)).Settle();
        Assert.Equal((Phase.Paused, Reasons.PausedByAlert), (story.Now.Phase, story.Now.Reason));
        story.Orders(OrderKind.Resume).Pass();
        Assert.Equal(Phase.Judging, story.Now.Phase);
    }

    [Fact]
    public void A_person_may_resume_in_spite_of_an_alert_that_goes_on()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page")).Orders(OrderKind.Resume).Pass();
        Assert.Equal((Phase.Judging, "ada"), (story.Now.Phase, Assert.Single(story.Now.Alerts).OverruledBy));
        story.Hears(News(story, "page", minutesAgo: 0)).Settle();
        Assert.Equal(Phase.Judging, story.Now.Phase);

        story.After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page"));
        Assert.Equal(Phase.Paused, story.Now.Phase);
    }

    [Fact]
    public void An_alert_takes_the_revision_back_where_the_policy_says_so()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "loss"));
        Assert.Equal((Phase.RollingBack, Reasons.AlertFires), (story.Now.Phase, story.Now.Reason));
        story.Settle();
        Assert.Equal((Phase.RolledBack, OutcomeResult.RolledBack), (story.Now.Phase, story.Now.Outcomes[0].Result));
    }

    [Fact]
    public void An_alert_that_is_only_noted_is_told_and_changes_nothing()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "info"));
        Assert.Equal(Phase.Judging, story.Now.Phase);
        Assert.Contains(story.Plan.Happenings, h => h.Reason == Reasons.AlertFires && h.Message.Contains("it is noted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("page")]
    [InlineData("loss")]
    public void An_alert_that_fired_before_the_rollout_began_does_not_count(string severity)
    {
        var story = Judged();
        story.Hears(News(story, severity, minutesAgo: 60)).Settle();
        Assert.Equal(Phase.Judging, story.Now.Phase);
        Assert.Contains(story.Happenings, h => h.Reason == Reasons.AlertFires && h.Message.Contains("counts for nothing", StringComparison.Ordinal));

        // Its repetition does not count either.
        story.After(TimeSpan.FromHours(4)).Settle();
        story.Hears(News(story, severity, minutesAgo: 300)).Settle();
        Assert.NotEqual(Phase.Paused, story.Now.Phase);
        Assert.NotEqual(Phase.RolledBack, story.Now.Phase);
    }

    [Fact]
    public void An_alert_of_one_trial_does_not_count_against_the_next()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page"));
        story.After(TimeSpan.FromMinutes(1)).Wants("v3").Settle();
        Assert.Equal(("v3", Phase.WarmingUp), (story.Now.CanaryRevision, story.Now.Phase));
    }

    [Fact]
    public void A_clock_that_runs_ahead_does_not_let_an_old_alert_count()
    {
        var story = With(new Story().Settle());
        story.Hears(News(story, "page", minutesAgo: -30));
        story.After(TimeSpan.FromMinutes(1)).Wants("v2").Settle();
        Assert.Equal(Phase.WarmingUp, story.Now.Phase);
    }

    [Fact]
    public void Harm_is_acted_upon_though_an_alert_pauses_and_not_while_a_person_does()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page")).Hears(Verdict.Worse).Pass();
        Assert.Equal((Phase.RollingBack, Reasons.HarmProven), (story.Now.Phase, story.Now.Reason));

        var byPerson = Judged().After(TimeSpan.FromMinutes(1)).Orders(OrderKind.Pause).Pass();
        byPerson.Hears(News(byPerson, "page")).Hears(Verdict.Worse).Pass();
        Assert.Equal((Phase.Paused, Reasons.PausedByOwner), (byPerson.Now.Phase, byPerson.Now.Reason));
    }

    [Fact]
    public void Before_the_first_canary_an_alert_that_would_roll_back_only_keeps_the_rollout_from_beginning()
    {
        var story = With(new Story().Settle()).Change(w => w with { Gates = [new GateAnswer("board", GateState.Closed, "v2")] });
        story.Wants("v2").Pass().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "loss")).Change(w => w with { Gates = [] }).Settle();
        Assert.Equal((Phase.Waiting, Reasons.AlertFires), (story.Now.Phase, story.Now.Reason));
        Assert.Empty(story.Now.RefusedRevisions);
        story.Hears(News(story, "loss", firing: false)).Settle();
        Assert.Equal(Phase.WarmingUp, story.Now.Phase);
    }

    [Fact]
    public void A_promotion_under_way_is_stopped_by_an_alert_unless_a_person_promotes()
    {
        var story = With(Story.Promoting());
        story.After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page"));
        Assert.Equal((Phase.Paused, Phase.Promoting), (story.Now.Phase, story.Now.Before));

        var byHand = Judged().Orders(OrderKind.Promote, "v2").Pass().After(TimeSpan.FromMinutes(1));
        byHand.Obeys = false;
        byHand.Hears(News(byHand, "page"));
        Assert.NotEqual(Phase.Paused, byHand.Now.Phase);
        Assert.Contains(byHand.Plan.Happenings, h => h.Message.EndsWith("it changes nothing, for ada promoted by hand", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_that_is_taken_out_of_the_spec_holds_nothing_any_more()
    {
        var story = Judged().After(TimeSpan.FromMinutes(1));
        story.Hears(News(story, "page")).Change(w => w with { Spec = w.Spec with { Alerts = [] } }).Pass();
        Assert.Equal(Phase.Judging, story.Now.Phase);
        Assert.Empty(story.Now.Alerts);
    }
}
