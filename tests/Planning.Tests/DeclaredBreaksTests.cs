using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

/// <summary>A release may say itself that it breaks its API.</summary>
public sealed class DeclaredBreaksTests
{
    [Fact]
    public void They_are_recorded_as_the_revision_is_taken_up_and_announced_before_the_first_canary()
    {
        var story = new Story().Settle().Wants("v2").Change(w => w with { DeclaredBreaks = ["$.items"] }).Pass();
        Assert.Equal((Phase.Waiting, "$.items"), (story.Now.Phase, Assert.Single(story.Now.DeclaredBreaks)));
        Assert.Empty(story.Now.CanaryNodes);
        var told = Assert.Single(story.Happenings, h => h.Reason == Reasons.ApiBreaksDeclared);
        Assert.Equal(("v2", Severity.Warning), (told.Revision, told.Severity));
        story.Settle();
        Assert.Single(story.Happenings, h => h.Reason == Reasons.ApiBreaksDeclared);
        Assert.Equal(["$.items"], story.Now.DeclaredBreaks);
    }

    [Fact]
    public void What_is_declared_when_the_canary_has_failed_already_does_not_count()
    {
        var story = Story.Judged().Change(w => w with { DeclaredBreaks = ["*"] }).Settle();
        Assert.Equal(("v2", 0), (story.Now.CanaryRevision, story.Now.DeclaredBreaks.Count));
        Assert.DoesNotContain(story.Happenings, h => h.Reason == Reasons.ApiBreaksDeclared);
    }

    [Fact]
    public void They_end_with_the_trial_and_a_retry_declares_anew()
    {
        var story = new Story().Settle().Wants("v2").Change(w => w with { DeclaredBreaks = ["$.items"] }).Settle().Orders(OrderKind.Abort).Settle();
        Assert.Equal((Phase.RolledBack, 0), (story.Now.Phase, story.Now.DeclaredBreaks.Count));
        story.Change(w => w with { DeclaredBreaks = ["$.total"] }).After(TimeSpan.FromSeconds(1)).Orders(OrderKind.Retry, "v2").Pass();
        Assert.Equal(["$.total"], story.Now.DeclaredBreaks);
        Assert.Equal(2, story.Happenings.Count(h => h.Reason == Reasons.ApiBreaksDeclared));
    }

    [Fact]
    public void Another_revision_brings_its_own()
    {
        var story = new Story().Settle().Wants("v2").Change(w => w with { DeclaredBreaks = ["$.items"] }).Settle();
        story.Wants("v3").Change(w => w with { DeclaredBreaks = [] }).Settle();
        Assert.Equal(("v3", 0), (story.Now.CanaryRevision, story.Now.DeclaredBreaks.Count));
    }
}
