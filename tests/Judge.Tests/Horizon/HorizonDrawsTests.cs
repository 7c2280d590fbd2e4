namespace Rollout.Judge.Tests;

public sealed class HorizonDrawsTests
{
    /// <summary>Inversion below ten expected successes, rejection above: chi-square of the counts against the binomial's own chances.</summary>
    [Theory]
    [InlineData(12, .1)]
    [InlineData(90, .1)]
    [InlineData(200, .1)]
    [InlineData(400, .9)]
    [InlineData(5000, .3)]
    public void Counts_are_binomial(int n, double p)
    {
        const int many = 40_000;
        var draws = new HorizonDraws(9);
        var counts = new int[n + 1];
        for (var i = 0; i < many; i++)
        {
            counts[draws.Binomial(n, p)]++;
        }

        double sum = 0, rest = many, restCount = many;
        var degrees = 0;
        for (var k = 0; k <= n; k++)
        {
            var log = HorizonDraws.LogFactorial(n) - HorizonDraws.LogFactorial(k) - HorizonDraws.LogFactorial(n - k)
                + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p));
            var expected = many * Math.Exp(log);
            if (expected >= 10)
            {
                sum += (counts[k] - expected) * (counts[k] - expected) / expected;
                (rest, restCount, degrees) = (rest - expected, restCount - counts[k], degrees + 1);
            }
        }

        Assert.Equal(rest, restCount, 5 * Math.Sqrt(rest + 1) + 1);
        Assert.InRange(sum, degrees - (5 * Math.Sqrt(2 * degrees)), degrees + (5 * Math.Sqrt(2 * degrees)));
    }

    /// <summary>ln 1023! and ln 1024! on either side of the table's end; ln 10! = 15.104412573075516 (Abramowitz and Stegun, table 6.4).</summary>
    [Fact]
    public void Factorials_go_on_where_the_table_ends()
    {
        Assert.Equal(15.104412573075516, HorizonDraws.LogFactorial(10), 1e-13);
        Assert.Equal(Math.Log(1024), HorizonDraws.LogFactorial(1024) - HorizonDraws.LogFactorial(1023), 1e-10);
        Assert.Equal(Math.Log(100_000), HorizonDraws.LogFactorial(100_000) - HorizonDraws.LogFactorial(99_999), 1e-9);
    }
}
