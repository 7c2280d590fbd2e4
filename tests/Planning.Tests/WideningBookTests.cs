using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

/// <summary>What a canary answers beyond what stable ever did is said where the rollout is, and stops nothing.</summary>
public sealed class WideningBookTests
{
    private static readonly Widening Note = new("checkout", "basket", "$.note", "not there", "a text");
    private static readonly Widening Rank = new("checkout", "pay", "$.rank", "always null", "a whole number");
    private static readonly Widening Stock = new("stock", "look", "$.left", "not there", "a whole number");

    [Fact]
    public void A_widening_is_told_once_a_revision_and_probe_and_all_of_them_are_recorded()
    {
        var story = Story.Judged().Change(w => w with { Widenings = [Note] }).Settle();
        var told = Assert.Single(story.Happenings, h => h.Reason == Reasons.ContractWidened);
        Assert.Equal(("v2", Severity.Normal), (told.Revision, told.Severity));
        Assert.Equal("v2 answers probe checkout with what v1 never did: step \"basket\": $.note was not there, is a text; nothing fails by that", told.Message);

        story.Change(w => w with { Widenings = [Note with { Canary = "null" }, Rank] }).Settle();
        Assert.Single(story.Happenings, h => h.Reason == Reasons.ContractWidened);
        Assert.Equal([Note, Rank], story.Now.Widenings);

        story.Change(w => w with { Widenings = [Stock] }).Settle();
        Assert.Equal(["v2 answers probe stock with"], Told(story).Skip(1).Select(message => message[..27]));
        Assert.Equal([Note, Rank, Stock], story.Now.Widenings);
    }

    /// <summary>A controller that begins anew has seen none of it, and then sees all of it again.</summary>
    [Fact]
    public void Neither_a_restart_nor_a_run_without_it_tells_it_again()
    {
        var story = Story.Judged().Change(w => w with { Widenings = [Note, Rank] }).Settle()
            .Change(w => w with { Widenings = [] }).Settle().Change(w => w with { Widenings = [Rank, Note] }).Settle();
        Assert.Single(Told(story));
        Assert.Equal([Note, Rank], story.Now.Widenings);
    }

    [Fact]
    public void It_changes_nothing_of_what_is_decided()
    {
        var (with, without) = (Story.Judged(), Story.Judged());
        with.Change(w => w with { Widenings = [Note, Rank, Stock] }).Pass();
        without.Pass();
        Assert.Equal(without.Now, with.Now with { Widenings = [] });
        Assert.Equal(3, with.Now.Widenings.Count);
        foreach (var story in (Story[])[with, without])
        {
            story.After(TimeSpan.FromMinutes(4));
            story.Verdict = Judge.Verdict.NoWorse;
            story.Settle().After(TimeSpan.FromMinutes(2)).Settle();
        }

        Assert.Equal((Phase.Promoted, "v2"), (with.Now.Phase, with.Now.StableRevision));
        Assert.Equal(without.Now, with.Now);
        Assert.Equal(without.Happenings, with.Happenings.Where(h => h.Reason != Reasons.ContractWidened));
    }

    [Fact]
    public void It_ends_with_the_trial_and_before_the_first_canary_there_is_none()
    {
        var story = new Story().Settle().Change(w => w with { Widenings = [Note] }).Wants("v2").Pass();
        Assert.Equal((Phase.Waiting, 0), (story.Now.Phase, story.Now.Widenings.Count));
        story.Settle();
        Assert.Equal([Note], story.Now.Widenings);
        story.Orders(OrderKind.Abort).Settle();
        Assert.Equal((Phase.RolledBack, 0), (story.Now.Phase, story.Now.Widenings.Count));
        Assert.Single(Told(story));
    }

    [Fact]
    public void What_is_recorded_and_what_is_said_is_bounded()
    {
        var many = Enumerable.Range(0, 30).Select(i => Note with { Path = FormattableString.Invariant($"$.note{i}") }).ToList();
        var story = Story.Judged().Change(w => w with { Widenings = many }).Settle();
        Assert.Equal(many.Take(Progress.MostWidenings), story.Now.Widenings);
        Assert.Contains("$.note3 was not there, is a text; and 16 more; nothing fails by that", Assert.Single(Told(story)), StringComparison.Ordinal);
    }

    private static List<string> Told(Story story) => [.. story.Happenings.Where(h => h.Reason == Reasons.ContractWidened).Select(h => h.Message)];
}
