namespace Rollout.Judge.Tests;

public sealed class SeededDrawTests
{
    /// <summary>First output of SplitMix64 from the seed 1234567, as Rosetta Code's "Pseudo-random numbers/Splitmix64" prints it.</summary>
    [Fact]
    public void A_seed_gives_the_first_number_of_SplitMix64() => Assert.Equal(6457827717110365317UL, SeededDraw.Of(1234567).Key);

    [Fact]
    public void Parts_of_parts_are_uniform_and_their_own()
    {
        var draws = Enumerable.Range(0, 40_000).Select(i => SeededDraw.Of(7).For(i / 200).For(i % 200).Uniform()).ToList();
        Assert.All(draws, u => Assert.InRange(u, 0, 1 - 1e-16));
        Assert.Equal(draws.Count, draws.Distinct().Count());
        Assert.InRange(draws.Average(), 0.5 - 0.006, 0.5 + 0.006); // four standard errors
        Assert.All(Enumerable.Range(0, 10), tenth => Assert.InRange(draws.Count(u => (int)(u * 10) == tenth), 3760, 4240));
    }
}
