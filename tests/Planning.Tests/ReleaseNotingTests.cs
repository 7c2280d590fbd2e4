using System.Text.Json;
using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class ReleaseNotingTests
{
    private static readonly ReleaseIdentity Built = new() { Commit = "9fceb02", CommittedAt = A.Start.AddHours(-5), BuiltAt = A.Start.AddHours(-1) };

    [Fact]
    public void A_promoted_release_has_its_stages_its_verdict_and_where_it_comes_from()
    {
        var story = Begun();
        var notes = story.Now.Release!;
        Assert.Equal((Built, "ada", "v1"), (notes.Identity, notes.By, notes.StableRevision));
        Assert.Equal(new StageNote(0, 1, 10, A.Start, A.Start, null), Assert.Single(notes.Stages));

        Promote(story);
        Assert.Equal((Phase.Promoted, null), (story.Now.Phase, story.Now.Release));
        var over = Assert.Single(story.Now.Outcomes).Release!;
        Assert.Equal(
            [new StageNote(0, 1, 10, A.Start, A.Start, A.Start.AddMinutes(6)), new StageNote(1, 3, 10, A.Start.AddMinutes(6), A.Start.AddMinutes(6), A.Start.AddMinutes(8))],
            over.Stages);
        Assert.Equal((A.Start.AddMinutes(8), Built, "ada", "v1"), (over.DecidedAt, over.Identity, over.By, over.StableRevision));
        Assert.Equal((A.Metric, "NoWorse"), (Assert.Single(over.Metrics).Metric, over.Metrics[0].Verdict));
    }

    [Fact]
    public void A_release_that_was_taken_back_keeps_what_the_judge_said_when_it_was_decided()
    {
        var story = Begun().After(TimeSpan.FromMinutes(2)).Settle();
        story.Obeys = false;
        story.Hears(Verdict.Worse).Pass();
        Assert.Equal(Phase.RollingBack, story.Now.Phase);
        Assert.Equal(new MetricNote(A.Metric, "Worse", -0.21, -0.28, -0.13, 7.1, 0, 0, 0), Assert.Single(story.Now.Release!.Metrics));
        Assert.Equal((A.Start.AddMinutes(2), A.Start.AddMinutes(2)), (story.Now.Release.DecidedAt, story.Now.Release.Stages[0].LeftAt));

        // The way back takes a minute, and nothing is judged any more.
        story.Obeys = true;
        story.Hears(Verdict.Insufficient).Pass().After(TimeSpan.FromMinutes(1)).Settle();
        var outcome = Assert.Single(story.Now.Outcomes);
        Assert.Equal((OutcomeResult.RolledBack, A.Start.AddMinutes(3), A.Start.AddMinutes(2)), (outcome.Result, outcome.EndedAt, outcome.Release!.DecidedAt));
        Assert.Equal("Worse", Assert.Single(outcome.Release.Metrics).Verdict);
    }

    [Fact]
    public void A_release_that_another_one_supersedes_ends_with_its_own_notes_and_the_other_begins_with_its_own()
    {
        var story = Begun();
        story.Asked = new AskedRelease("v3", "bo", A.Start, new ReleaseIdentity { Commit = "c3" });
        story.Wants("v3").After(TimeSpan.FromMinutes(1)).Settle();
        var outcome = Assert.Single(story.Now.Outcomes);
        Assert.Equal((OutcomeResult.Superseded, "v2", "9fceb02", "ada"), (outcome.Result, outcome.Revision, outcome.Release!.Identity.Commit, outcome.Release.By));
        Assert.Equal(("v3", "c3", "bo", 1), (story.Now.CanaryRevision, story.Now.Release!.Identity.Commit, story.Now.Release.By, story.Now.Release.Stages.Count));
    }

    [Fact]
    public void A_release_whose_stage_never_opened_has_none()
    {
        var story = new Story { Asked = new AskedRelease("v2", "ada", A.Start, Built) }.Settle();
        story.Wants("v2").Orders(OrderKind.Abort, "v2").Settle();
        var outcome = Assert.Single(story.Now.Outcomes);
        Assert.Equal(OutcomeResult.Aborted, outcome.Result);
        Assert.Empty(outcome.Release!.Stages);
        Assert.Equal(Built, outcome.Release.Identity);
    }

    [Fact]
    public void What_was_said_later_of_the_same_release_fills_in_and_what_was_said_stays()
    {
        var story = new Story { Asked = new AskedRelease("v2", null, A.Start, new ReleaseIdentity { Commit = "first" }) }.Settle().Wants("v2").Settle();
        story.Asked = new AskedRelease("v2", "bo", A.Start.AddMinutes(1), Built);
        story.Settle();
        Assert.Equal((Built with { Commit = "first" }, "bo"), (story.Now.Release!.Identity, story.Now.Release.By));
        story.Asked = new AskedRelease("v9", "eve", A.Start, new ReleaseIdentity { Commit = "other", Risk = "high" });
        story.Settle();
        Assert.Equal((Built with { Commit = "first" }, "bo"), (story.Now.Release!.Identity, story.Now.Release.By));
    }

    [Fact]
    public void A_record_from_before_anything_was_noted_is_gone_on_from()
    {
        var story = Begun();
        story.World = story.World with { Progress = story.Now with { Release = null } };
        Promote(story);
        var over = Assert.Single(story.Now.Outcomes).Release!;
        Assert.Equal((2, "v1", Built), (over.Stages.Count, over.StableRevision, over.Identity));
    }

    [Fact]
    public void The_rules_decide_the_same_with_notes_and_without()
    {
        var (with, without) = (Begun(), Begun(isNoted: false));
        Promote(with);
        Promote(without);
        Assert.Null(without.Now.Outcomes[0].Release);
        Assert.Equal(without.Now, with.Now with { Outcomes = [with.Now.Outcomes[0] with { Release = null }] });
    }

    [Fact]
    public void Notes_are_read_back_as_they_were_written()
    {
        var story = Begun();
        Assert.Equal(story.Now, JsonSerializer.Deserialize<Progress>(JsonSerializer.Serialize(story.Now)));
        Promote(story);
        Assert.Equal(story.Now, JsonSerializer.Deserialize<Progress>(JsonSerializer.Serialize(story.Now)));
    }

    private static Story Begun(bool isNoted = true) =>
        new Story { Asked = isNoted ? new AskedRelease("v2", "ada", A.Start, Built) : null }.Settle().Wants("v2").Settle();

    private static void Promote(Story story) =>
        story.After(TimeSpan.FromMinutes(6)).Hears(Verdict.NoWorse).Settle().After(TimeSpan.FromMinutes(2)).Settle();
}
