namespace Rollout.Judge.Tests;

/// <summary>Seeded draws for fleets of every kind.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random random = new(seed);

    public double Uniform() => random.NextDouble();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>By inversion below 500, where it is exact; by the normal approximation above.</summary>
    public int Poisson(double mean)
    {
        if (mean > 500)
        {
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var (events, left) = (0, random.NextDouble());
        for (var p = Math.Exp(-mean); left > p && events < 10_000; p *= mean / events)
        {
            left -= p;
            events++;
        }

        return events;
    }
}
