using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class ConditionsTests
{
    private static ConditionStatus Status(Story story, string type, IReadOnlyList<Condition>? before = null) =>
        Conditions.Derive(Heard(story), before ?? []).Single(c => c.Type == type).Status;

    private static World Heard(Story story) =>
        story.World with { Judgement = A.View(story.Now.CanaryRevision, story.Now.Trial, story.Verdict!.Value) };

    [Fact]
    public void All_are_there_from_the_first_look_on()
    {
        var conditions = Conditions.Derive(A.World(), []);
        Assert.Equal(ConditionTypes.All, conditions.Select(c => c.Type));
        Assert.All(conditions, c => Assert.True(Reasons.All.Contains(c.Reason), c.Reason));
        Assert.Equal(ConditionStatus.Unknown, conditions[0].Status);
    }

    [Fact]
    public void What_is_not_held_yet_is_not_ready_for_the_next_version()
    {
        var settled = Heard(new Story().Settle());
        var open = Conditions.Derive(settled with { NotYetHeld = "shop is about to be held" }, []).Single(c => c.Type == ConditionTypes.Ready);
        Assert.Equal((ConditionStatus.False, Reasons.NotYetHeld, "shop is about to be held"), (open.Status, open.Reason, open.Message));
        Assert.Equal((Phase.Waiting, Phase.Promoting), (Phase.Idle.Shown("open"), Phase.Promoted.Shown("open")));
        Assert.All(Enum.GetValues<Phase>(), phase => Assert.Equal(phase, phase.Shown(null)));
        Assert.Equal(ConditionStatus.True, Conditions.Derive(settled, [open]).Single(c => c.Type == ConditionTypes.Ready).Status);
    }

    [Fact]
    public void Annotations_are_spoken_of_once_one_was_not_understood()
    {
        var settled = Heard(new Story().Settle());
        var told = Conditions.Derive(settled with { AnnotationProblems = [new Problem("metadata.annotations[a]", "is no time", "write one"), new Problem("b", "is empty", "fill it")] }, []);
        var wrong = told.Single(c => c.Type == ConditionTypes.AnnotationsUnderstood);
        Assert.Equal((ConditionStatus.False, Reasons.AnnotationInvalid), (wrong.Status, wrong.Reason));
        Assert.Contains("metadata.annotations[a]", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("fill it", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.True, Conditions.Derive(settled, told).Single(c => c.Type == ConditionTypes.AnnotationsUnderstood).Status);
        Assert.DoesNotContain(Conditions.Derive(settled, []), c => c.Type == ConditionTypes.AnnotationsUnderstood);
    }

    [Theory]
    [InlineData(ConditionTypes.Ready, ConditionStatus.True, ConditionStatus.False, ConditionStatus.False, ConditionStatus.True)]
    [InlineData(ConditionTypes.Progressing, ConditionStatus.False, ConditionStatus.True, ConditionStatus.False, ConditionStatus.False)]
    [InlineData(ConditionTypes.Healthy, ConditionStatus.True, ConditionStatus.True, ConditionStatus.False, ConditionStatus.True)]
    public void They_follow_the_life_of_a_rollout(string type, ConditionStatus idle, ConditionStatus judging, ConditionStatus rolledBack,
        ConditionStatus promoted)
    {
        Assert.Equal(idle, Status(new Story().Settle(), type));
        Assert.Equal(judging, Status(Story.Judged(), type));
        Assert.Equal(rolledBack, Status(Story.Judged().Hears(Verdict.Worse).Settle(), type));
        Assert.Equal(promoted, Status(Story.Judged().Orders(OrderKind.Promote, "v2").Settle(), type));
    }

    [Theory]
    [InlineData(Verdict.Insufficient, ConditionStatus.False, ConditionStatus.True)]
    [InlineData(Verdict.NoWorse, ConditionStatus.True, ConditionStatus.True)]
    [InlineData(Verdict.Worse, ConditionStatus.True, ConditionStatus.True)]
    [InlineData(Verdict.Unavailable, ConditionStatus.False, ConditionStatus.False)]
    [InlineData(Verdict.Misconfigured, ConditionStatus.False, ConditionStatus.False)]
    public void Evidence_and_metrics_are_as_the_judge_says(Verdict verdict, ConditionStatus sufficient, ConditionStatus available)
    {
        var story = Story.Judged().Hears(verdict);
        Assert.Equal(sufficient, Status(story, ConditionTypes.EvidenceSufficient));
        Assert.Equal(available, Status(story, ConditionTypes.MetricsAvailable));
    }

    [Theory]
    [InlineData(null, ConditionStatus.Unknown)]
    [InlineData(true, ConditionStatus.True)]
    [InlineData(false, ConditionStatus.False)]
    public void Promotion_is_likely_as_the_forecast_has_it(bool? likely, ConditionStatus status)
    {
        var story = Story.Judged();
        var view =
            new JudgeView { Revision = "v2", Trial = 1,
            Metrics =
            [new MetricView { Name = A.Metric, Tolerance = 0.05m, Assessment = new Assessment { Verdict = Verdict.Insufficient },
            PromotionLikely = likely }] };
        var conditions = Conditions.Derive(story.World with { Judgement = new Observed<JudgeView>.Known(view) }, []);
        Assert.Equal(status, conditions.Single(c => c.Type == ConditionTypes.PromotionLikely).Status);
    }

    [Fact]
    public void The_time_of_a_transition_changes_only_with_the_status()
    {
        var story = Story.Judged();
        var first = Conditions.Derive(Heard(story), []);
        story.After(TimeSpan.FromMinutes(9));
        var same = Conditions.Derive(Heard(story), first);
        Assert.Equal(first, same);

        story.After(TimeSpan.FromHours(1)).Pass();
        var held = Conditions.Derive(Heard(story), same).Single(c => c.Type == ConditionTypes.Progressing);
        Assert.Equal(("v2 is on trial: Held", first[1].LastTransitionTime), (held.Message, held.LastTransitionTime));

        story.Hears(Verdict.NoWorse);
        var changed = Conditions.Derive(Heard(story), same).Single(c => c.Type == ConditionTypes.EvidenceSufficient);
        Assert.Equal((ConditionStatus.True, story.World.Now), (changed.Status, changed.LastTransitionTime));
    }
}
