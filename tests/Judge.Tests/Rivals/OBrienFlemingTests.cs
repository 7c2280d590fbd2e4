namespace Rollout.Judge.Tests;

public sealed class OBrienFlemingTests
{
    /// <summary>Two-sided 5 % (one-sided 2.5 %): C_B(K, 0.05) of Jennison and Turnbull, Group Sequential Methods (2000), table 2.3.</summary>
    [Theory]
    [InlineData(1, 1.960)]
    [InlineData(2, 1.977)]
    [InlineData(3, 2.004)]
    [InlineData(4, 2.024)]
    [InlineData(5, 2.040)]
    [InlineData(10, 2.087)]
    [InlineData(20, 2.126)]
    public void The_constant_agrees_with_published_tables(int looks, double expected) =>
        Assert.Equal(expected, OBrienFlemingBoundary.Constant(looks, 0.025), 6e-4);

    /// <summary>The constant that the rule uses, against a simulation of its own: 200,000 random walks of 24 steps.</summary>
    [Fact]
    public void A_simulated_walk_crosses_at_the_level()
    {
        var constant = OBrienFlemingBoundary.Constant(24, 0.01);
        Assert.InRange(constant, 2.46, 2.48);
        var (random, crossed) = (new Random(24), 0);
        const int Walks = 200_000;
        for (var walk = 0; walk < Walks; walk++)
        {
            var (at, above) = (0.0, false);
            for (var look = 0; look < 24; look++)
            {
                at += Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) / Math.Sqrt(24);
                above |= at > constant;
            }

            crossed += above ? 1 : 0;
        }

        Assert.InRange((double)crossed / Walks, 0.01 - Runs.Slack(0.01, Walks), 0.01 + Runs.Slack(0.01, Walks));
    }

    [Fact]
    public void It_looks_24_times_and_needs_more_evidence_early()
    {
        var rule = new OBrienFlemingTest();

        // Half of the events are lost, 4.5 a bucket below the share: c sqrt(0.09 * 24,000) = 115 is passed with the 26th; looks come every tenth.
        Assert.Equal(30, RivalRun.Of(rule, Enumerable.Repeat(RivalRun.Bucket(5), 240)));
        Assert.Null(RivalRun.Of(rule, Enumerable.Repeat(RivalRun.Bucket(10), 240)));
        Assert.Equal(Verdict.NoWorse, rule.Begin(RivalRun.Plan).AtEnd());
    }
}
