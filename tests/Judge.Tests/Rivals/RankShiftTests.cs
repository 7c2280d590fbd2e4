namespace Rollout.Judge.Tests;

public sealed class RankShiftTests
{
    /// <summary>Two samples and the two-sided p of their rank test, from ClickHouse's test 01560_mann_whitney (made with scipy.stats.mannwhitneyu).</summary>
    [Fact]
    public void The_statistic_agrees_with_scipy()
    {
        double[] left = [310, 195, 530, 155, 530, 245, 385, 450, 465, 545, 170, 180, 125, 180, 230, 75, 430, 480, 495, 295];
        double[] right = [116, 171, 176, 421, 111, 326, 481, 111, 346, 441, 261, 411, 206, 521, 456, 446, 296, 51, 426, 261];
        Array.Sort(left);
        Array.Sort(right);
        var z = RankShift.Standardised(left, right, 0);
        Assert.Equal(0.5426959774289482, 2 * NormalQuantile.Upper(Math.Abs(z)), 1e-12);
        Assert.Equal(-z, RankShift.Standardised(right, left, 0), 1e-12);
    }

    /// <summary>
    /// Data and R's answers from Kayenta's MannWhitneySuite ("tie out with R"): wilcox.test's own root search stops within 1e-4 of the
    /// multiples of a half that the true ends are.
    /// </summary>
    [Fact]
    public void The_interval_agrees_with_R_on_tied_data()
    {
        var control = Repeated((1.5, 2), (2, 16), (2.5, 18), (3, 16), (3.5, 10), (4, 8), (4.5, 4), (5, 6), (5.5, 2), (6, 5), (8, 1), (15.5, 1), (54.5, 1));
        var canary = Repeated((1.5, 9), (2, 16), (2.5, 22), (3, 17), (3.5, 9), (4, 5), (4.5, 1), (5, 3), (5.5, 1), (6, 2), (6.5, 2), (7, 1), (7.5, 1), (16.5, 1));
        var shift = RankShift.Between(canary, control, 1.959963984540054, 1e-7)!.Value;
        Assert.Equal(-0.500002521696696, shift.Low, 1e-4);
        Assert.Equal(-3.486287505871302E-5, shift.High, 1e-4);
        Assert.Equal(-0.4999393907180323, shift.Estimate, 1e-4);
    }

    [Fact]
    public void The_interval_of_98_per_cent_agrees_with_R_on_larger_data()
    {
        var canary = Repeated((.5, 20), (1, 41), (1.5, 67), (2, 37), (2.5, 3), (3, 2), (3.5, 3), (4, 1), (5, 1), (5.5, 3), (8.5, 1), (19, 1));
        var control = Repeated((0, 1), (.5, 7), (1, 32), (1.5, 70), (2, 33), (2.5, 22), (3, 6), (3.5, 2), (4, 3), (4.5, 1), (5.5, 1), (7, 1), (7.5, 1));
        var shift = RankShift.Between(canary, control, NormalQuantile.Of(0.01), 1e-7)!.Value;
        Assert.Equal(-0.4999173250549087, shift.Low, 1e-4);
        Assert.Equal(-6.912685789769486E-6, shift.High, 1e-4);
        Assert.Equal(-3.45044082729315E-5, shift.Estimate, 1e-4);
    }

    /// <summary>Small counts with the same medians: the interval of 98 % ends at differences of counts, 0 among them, not a hair beside.</summary>
    [Fact]
    public void The_ends_are_differences_that_occur()
    {
        var shift = RankShift.Between(Repeated((0, 30), (1, 40), (2, 20), (3, 10)), Repeated((0, 20), (1, 40), (2, 28), (3, 12)), 2.326, 1e-6)!.Value;
        Assert.Equal((0, -1, 0), (shift.Estimate, shift.Low, shift.High));
    }

    [Fact]
    public void Nothing_is_told_of_samples_that_are_one_value() => Assert.Null(RankShift.Between([0, 0, 0], [0, 0], 2.3, 1e-6));

    private static double[] Repeated(params (double Value, int Times)[] runs) =>
        [.. runs.SelectMany(r => Enumerable.Repeat(r.Value, r.Times)).Order()];
}
