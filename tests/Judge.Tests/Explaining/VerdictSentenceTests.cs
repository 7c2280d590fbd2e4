namespace Rollout.Judge.Tests;

public sealed class VerdictSentenceTests
{
    private static readonly Assessment Seen = new()
    {
        Verdict = Verdict.Worse,
        Effect = -.21,
        Low = -.28,
        High = -.13,
        LogEHarm = Math.Log(1234),
        LogESafe = Math.Log(.02),
        HarmThreshold = Math.Log(100),
        SafeThreshold = Math.Log(20),
    };

    private static readonly VerdictAccount Shop = new() { Canary = "shop-canary", Over = TimeSpan.FromMinutes(37), Tolerance = .1 };

    [Fact]
    public void Worse_says_how_much_how_long_and_how_sure() => Assert.Equal(
        "shop-canary earned 21 % less than its share over 37 minutes (between 13 % and 28 % less); chance of saying so without cause: under 1 in 1,200.",
        VerdictSentence.Of(Seen, Shop));

    [Fact]
    public void A_finite_horizons_verdict_is_as_sure_as_alpha() => Assert.Contains(
        "under 1 in 100.", VerdictSentence.Of(Seen with { LogEHarm = Math.Log(40) }, Shop));

    [Fact]
    public void Counts_and_several_canaries_are_named_so() => Assert.Equal(
        "n0 and n1 had 21 % fewer orders than their share over 2.5 days (at least 28 % fewer); chance of saying so without cause: under 1 in 1,200.".Replace("2.5 days", "60 hours"),
        VerdictSentence.Of(Seen with { High = null }, Shop with { Canary = "n0 and n1", Several = true, Events = "orders", Over = TimeSpan.FromHours(60) }));

    [Fact]
    public void No_worse_says_what_is_excluded() => Assert.Equal(
        "shop-canary earned as much as its share over 37 minutes (between 4 % less and 4.5 % more). A loss of 10 % or more is excluded; "
        + "chance of saying so without cause: under 1 in 25.",
        VerdictSentence.Of(Seen with { Verdict = Verdict.NoWorse, Effect = .0001, Low = -.04, High = .045, LogESafe = Math.Log(25.6) }, Shop));

    [Fact]
    public void Better_where_less_is_better() => Assert.Equal(
        "shop-canary had 30 % fewer errors than its share over 37 minutes (between 13 % and 41 % fewer). An increase of 25 % or more is excluded; "
        + "chance of saying so without cause: under 1 in 1,000,000,000.",
        VerdictSentence.Of(
            Seen with { Verdict = Verdict.Better, Effect = -.3, Low = -.41, LogESafe = 300 },
            Shop with { Events = "errors", Direction = Direction.LowerIsBetter, Tolerance = .25 }));

    [Fact]
    public void Insufficient_says_what_is_missing_and_how_long_it_should_take() => Assert.Equal(
        "Not enough evidence either way: shop-canary earned 3 % less than its share over 37 minutes (at most 9 % more). To prove harm the evidence must "
        + "reach 100 and stands at 1.3; to exclude a loss of 10 % or more it must reach 20 and stands at 0.02: about 25 minutes more if nothing is lost "
        + "(within 2 hours in 9 of 10 cases).".Replace("2 hours", "120 minutes"),
        VerdictSentence.Of(
            Seen with { Verdict = Verdict.Insufficient, Effect = -.03, Low = -1, High = .09, LogEHarm = Math.Log(1.3) },
            Shop with { Remaining = TimeSpan.FromMinutes(25), RemainingMostly = TimeSpan.FromMinutes(120) }));

    [Fact]
    public void Insufficient_before_any_event_and_where_it_cannot_be()
    {
        var nothing = new Assessment { Verdict = Verdict.Insufficient, HarmThreshold = Math.Log(100), SafeThreshold = Math.Log(20) };
        Assert.StartsWith("Not enough evidence either way: nothing has happened on shop-canary and its fellows", VerdictSentence.Of(nothing, Shop));
        Assert.Contains("which these canaries cannot", VerdictSentence.Of(nothing, Shop with { Possible = false }));
        Assert.Contains("Sessions are not split", VerdictSentence.Of(nothing with { SplitMismatch = true }, Shop));
    }

    [Fact]
    public void What_cannot_be_read_or_judged_says_why()
    {
        Assert.Equal("shop-canary cannot be judged: n3 does not answer. Nothing is decided until they can be read.",
            VerdictSentence.Of(Seen with { Verdict = Verdict.Unavailable }, Shop with { Trouble = "n3 does not answer." }));
        Assert.Equal("shop-canary cannot be judged as it is described: no such metric. Nothing is decided until that is mended.",
            VerdictSentence.Of(Seen with { Verdict = Verdict.Misconfigured }, Shop with { Trouble = "no such metric" }));
    }
}
