using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class StoryTests
{
    [Fact]
    public void A_good_release_goes_through_every_stage_to_all_nodes()
    {
        var story = new Story().Settle();
        Assert.Equal((Phase.Idle, "v1"), (story.Now.Phase, story.Now.StableRevision));

        story.Wants("v2").Settle();
        Assert.Equal((Phase.WarmingUp, "v2"), (story.Now.Phase, story.Now.CanaryRevision));
        Assert.Equal("n1 warms up; what it does is not counted yet", story.Now.Message);
        Assert.Equal(new Effect.EnsureCanaries("v2", "v1", ["n1"]), Assert.Single(story.Plan.Effects));

        story.After(TimeSpan.FromMinutes(2)).Settle();
        Assert.Equal((Phase.Judging, Reasons.EvidenceMissing), (story.Now.Phase, story.Now.Reason));

        story.Verdict = Verdict.NoWorse;
        story.Settle();
        Assert.Equal((Phase.Judging, Reasons.MinimumDuration), (story.Now.Phase, story.Now.Reason));

        story.After(TimeSpan.FromMinutes(2)).Settle();
        Assert.Equal(Phase.WarmingUp, story.Now.Phase);
        Assert.Equal(["n1", "n2", "n3"], story.Now.CanaryNodes);
        Assert.Equal(["n2", "n3"], story.Now.WarmingNodes);
        Assert.Equal("n2, n3 warm up; what they do is not counted yet", story.Now.Message);
        Assert.Equal(1, story.Now.Trial);

        story.After(TimeSpan.FromMinutes(2)).Settle();
        Assert.Equal((Phase.Promoted, "v2"), (story.Now.Phase, story.Now.StableRevision));
        Assert.Equal(OutcomeResult.Promoted, story.Now.Outcomes[0].Result);
        Assert.Equal(new Effect.EnsureEverywhere("v2"), Assert.Single(story.Plan.Effects));
    }

    [Fact]
    public void A_bad_release_is_taken_back_refused_and_not_tried_again()
    {
        var story = new Story().Settle().Wants("v2").Settle().After(TimeSpan.FromMinutes(2)).Settle();
        story.Verdict = Verdict.Worse;
        story.Settle();
        Assert.Equal((Phase.RolledBack, Reasons.HarmProven), (story.Now.Phase, story.Now.Reason));
        Assert.Equal("v2", Assert.Single(story.Now.RefusedRevisions).Revision);
        Assert.Equal(new Effect.EnsureEverywhere("v1"), Assert.Single(story.Plan.Effects));
        Assert.Contains("21 % less than its share (between 13 % and 28 % less)", story.Now.Message, StringComparison.Ordinal);

        story.Verdict = Verdict.NoWorse;
        story.After(TimeSpan.FromDays(1)).Settle();
        Assert.Equal(Phase.RolledBack, story.Now.Phase);
    }
}
