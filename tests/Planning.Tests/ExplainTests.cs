using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class ExplainTests
{
    private static World Seen(Story story, Assessment assessment, TimeSpan? remaining = null) => story.World with
    {
        Judgement = new Observed<JudgeView>.Known(new JudgeView
        {
            Revision = story.Now.CanaryRevision,
            Trial = story.Now.Trial,
            From = story.World.Now.AddMinutes(-37),
            AsOf = story.World.Now,
            Metrics = [new MetricView { Name = A.Metric, Unit = "USD", Tolerance = 0.05m, Assessment = assessment, Remaining = remaining }],
        }),
    };

    [Fact]
    public void Says_where_it_stands_what_was_seen_and_what_it_waits_for()
    {
        var assessment = new Assessment { Verdict = Verdict.Insufficient, Effect = -0.02, Low = -0.12, High = 0.09 };
        Assert.Equal(
            [
                "v2 is on 1 of 10 nodes (n1), stage 1.",
                "Not enough evidence yet to leave stage 1: dollars is not proven safe.",
                "n1 earned 2 % less than its share over 37 minutes (between 12 % less and 9 % more).",
                "It waits until a loss of 20 % in dollars is excluded, about 25 seconds more if nothing is lost; the stage's deadline is in 58 minutes.",
            ],
            Explain.Sentences(Seen(Story.Judged(), assessment, TimeSpan.FromSeconds(25))));
    }

    [Fact]
    public void Says_by_when_nine_in_ten_have_the_evidence()
    {
        var assessment = new Assessment { Verdict = Verdict.Insufficient, Effect = -0.02, Low = -0.12, High = 0.09 };
        var world = Seen(Story.Judged(), assessment, TimeSpan.FromMinutes(5));
        var view = ((Observed<JudgeView>.Known)world.Judgement).Value;
        var metrics = view.Metrics.Select(m => m with { RemainingMostly = TimeSpan.FromMinutes(9) }).ToList();
        Assert.Contains(
            "It waits until a loss of 20 % in dollars is excluded, about 5 minutes more if nothing is lost (within 9 minutes in 9 of 10 cases); the stage's deadline is in 58 minutes.",
            Explain.Sentences(world with { Judgement = new Observed<JudgeView>.Known(view with { Metrics = metrics }) }));
    }

    [Fact]
    public void Says_how_sure_it_is_of_harm()
    {
        var story = Story.Judged();
        var assessment = new Assessment { Verdict = Verdict.Worse, Effect = -0.21, Low = -0.28, High = -0.13, LogEHarm = Math.Log(1000.5) };
        Assert.Contains(
            "n1 earned 21 % less than its share over 37 minutes (between 13 % and 28 % less); chance of saying so without cause: under 1 in 1,000.",
            Explain.Sentences(Seen(story, assessment)));
    }

    [Fact]
    public void Two_to_four_sentences_in_every_phase()
    {
        var stories = new[]
        {
            new Story(), new Story().Settle(), new Story().Settle().Wants("v2").Settle(), Story.Judged(),
                Story.Judged().Orders(OrderKind.Pause).Settle(),
            Story.Judged().Hears(Verdict.Worse).Pass(), Story.Judged().Hears(Verdict.Worse).Settle(), Story.Promoting(),
                Story.Judged().Blind().Settle(),
            Story.Judged().Orders(OrderKind.Promote, "v2").Settle(),
                new Story().Settle().Probe(_ => ProbeState.Failing).Wants("v2").Settle(),
        };
        foreach (var story in stories)
        {
            var sentences = Explain.Sentences(story.World);
            Assert.InRange(sentences.Count, 2, 4);
            Assert.All(sentences, s => Assert.Matches("^[A-Za-z0-9].*[^.]\\.$", s));
        }
    }
}
