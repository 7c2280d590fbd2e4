namespace Rollout.Benchmarks.Worlds;

/// <summary>Random numbers of one seed. Distributions are exact, so that a bucket's counts may be drawn at once instead of order by order.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random random = new(seed);

    public double Uniform() => random.NextDouble();

    public int Below(int end) => random.Next(end);

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Inversion for small means, else Hoermann's transformed rejection (PTRS; Insurance: Mathematics and Economics 12, 1993).</summary>
    public int Poisson(double mean)
    {
        if (mean < 12)
        {
            return Inverted(mean);
        }

        var root = Math.Sqrt(mean);
        var b = 0.931 + (2.53 * root);
        var a = -0.059 + (0.02483 * b);
        var inverse = 1.1239 + (1.1328 / (b - 3.4));
        var squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var half = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / half) + b) * u) + mean + 0.43);
            if (half >= 0.07 && v <= squeeze)
            {
                return (int)k;
            }

            if (k >= 0 && (half >= 0.013 || v <= half)
                && Math.Log(v * inverse / ((a / (half * half)) + b)) <= (k * Math.Log(mean)) - mean - LogFactorial(k))
            {
                return (int)k;
            }
        }
    }

    private int Inverted(double mean)
    {
        var term = Math.Exp(-mean);
        var (left, k) = (random.NextDouble() - term, 0);
        while (left > 0 && k < 200)
        {
            term *= mean / ++k;
            left -= term;
        }

        return k;
    }

    private static double LogFactorial(double k) => MathNet.Numerics.SpecialFunctions.GammaLn(k + 1);
}
