namespace Rollout.Judge.Tests;

public sealed class PeekedTTestTests
{
    /// <summary>
    /// Canary 8 or 10, controls 10 or 12 in turn: means 9 and 11. After ten buckets t = 2/sqrt(10/9/10 + 90/89/90) = 5.73, far beyond
    /// what 1 % asks for (2.76 at about ten degrees of freedom); before the tenth nobody looks.
    /// </summary>
    [Fact]
    public void Looks_from_the_tenth_bucket_on() =>
        Assert.Equal(10, RivalRun.Of(new PeekedTTest(0.01), Enumerable.Range(0, 240).Select(t => RivalRun.Bucket(8 + (t % 2 * 2), 10 + (t % 2 * 2)))));

    [Fact]
    public void A_level_is_a_threshold_on_t()
    {
        IEnumerable<RivalSample> samples = [.. Enumerable.Range(0, 9).Select(t => RivalRun.Bucket(10 + (t % 3) - 1)), RivalRun.Bucket(4)];

        // Means 9.4 and 10; variance of the canary 4.27 (nine values about 10, one 4), of the controls 0: t = 0.6/sqrt(0.427) = 0.92.
        Assert.Null(RivalRun.Of(new PeekedTTest(0.05), samples));
        Assert.Equal(10, RivalRun.Of(new PeekedTTest(0.25), samples));
    }

    [Fact]
    public void Peeking_breaks_the_level_it_names()
    {
        var rule = new PeekedTTest(0.01);
        var wrong = Enumerable.Range(0, 200).Count(seed => RivalRun.Of(rule, RivalRun.Random(seed, 0)) is not null);
        Assert.True(wrong > 20, $"{wrong} of 200");
    }
}
