using Rollout.Benchmarks.Worlds;

namespace Rollout.Benchmarks.Tests.Worlds;

public sealed class DrawsTests
{
    /// <summary>Mean, variance and third central moment of a Poisson distribution are all its mean; both methods, and where they meet.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(3)]
    [InlineData(11.9)]
    [InlineData(12.1)]
    [InlineData(200)]
    [InlineData(3600)]
    public void Counts_have_the_moments_of_a_Poisson_distribution(double mean)
    {
        const int Many = 200_000;
        var draws = new Draws(5);
        var counts = Enumerable.Range(0, Many).Select(_ => draws.Poisson(mean)).ToList();
        Assert.All(counts, c => Assert.True(c >= 0));
        Assert.Equal(mean, counts.Average(), 5 * Math.Sqrt(mean / Many));
        Assert.Equal(1, counts.Average(c => (c - mean) * (c - mean)) / mean, 5 * Math.Sqrt((2 + (1 / mean)) / Many));
        Assert.Equal(0, (counts.Average(c => Math.Pow(c - mean, 3)) - mean) / Math.Pow(mean, 1.5), 5 * Math.Sqrt((15 + (30 / mean) + (1 / mean / mean)) / Many) + (0.01 / mean));
    }

    [Fact]
    public void Normals_are_standard()
    {
        var draws = new Draws(6);
        var normals = Enumerable.Range(0, 100_000).Select(_ => draws.Normal()).ToList();
        Assert.Equal(0, normals.Average(), 0.016);
        Assert.Equal(1, normals.Average(z => z * z), 0.023);
    }
}
