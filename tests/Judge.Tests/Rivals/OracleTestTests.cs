namespace Rollout.Judge.Tests;

public sealed class OracleTestTests
{
    /// <summary>Each bucket adds 5 ln(1/2) - 95 ln(0.95) = 1.4071: four of them pass ln(100) = 4.605.</summary>
    [Fact]
    public void Rolls_back_where_the_likelihood_ratio_reaches_a_hundred() =>
        Assert.Equal(4, RivalRun.Of(new OracleTest(0.5), Enumerable.Repeat(RivalRun.Bucket(5), 240)));

    [Fact]
    public void Counts_from_the_onset_that_it_knows() =>
        Assert.Equal(104, RivalRun.Of(new OracleTest(0.5, onset: 100), Enumerable.Repeat(RivalRun.Bucket(5), 240)));

    [Fact]
    public void Overdispersion_asks_for_more() =>
        Assert.Equal(10, RivalRun.Of(new OracleTest(0.5, phi: 3), Enumerable.Repeat(RivalRun.Bucket(5), 240)));

    [Fact]
    public void Knows_nothing_at_the_end() => Assert.Equal(Verdict.Insufficient, new OracleTest(0.2).Begin(RivalRun.Plan).AtEnd());
}
