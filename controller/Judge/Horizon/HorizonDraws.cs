namespace Rollout.Judge;

/// <summary>Random numbers from a seed, the same on every machine: SplitMix64 (Steele, Lea and Flood 2014) one after another.</summary>
internal struct HorizonDraws(ulong seed)
{
    private const int Tabled = 1024;
    private const double FewSuccesses = 10;

    private static readonly double[] LogFactorials = Table();

    private ulong state = seed;

    /// <summary>In [0, 1), 53 bits.</summary>
    public double Uniform()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Index by weights that sum to 1.</summary>
    public int Choice(ReadOnlySpan<double> weights)
    {
        var left = Uniform();
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>Successes of n trials: by inversion where few are expected, else Hörmann's BTRS (J. Stat. Comput. Simul. 46, 1993).</summary>
    public int Binomial(int n, double p)
    {
        if (n == 0 || p <= 0)
        {
            return 0;
        }

        return p > 0.5 ? n - Binomial(n, 1 - p) : n * p < FewSuccesses ? ByInversion(n, p) : ByRejection(n, p);
    }

    private int ByInversion(int n, double p)
    {
        var odds = p / (1 - p);
        var (left, chance) = (Uniform(), Math.Exp(n * Math.Log(1 - p)));
        for (var k = 0; k < n; k++)
        {
            if (left < chance)
            {
                return k;
            }

            left -= chance;
            chance *= odds * (n - k) / (k + 1);
        }

        return n;
    }

    private int ByRejection(int n, double p)
    {
        var spread = Math.Sqrt(n * p * (1 - p));
        var b = 1.15 + (2.53 * spread);
        var a = -0.0873 + (0.0248 * b) + (0.01 * p);
        var c = (n * p) + 0.5;
        var squeeze = 0.92 - (4.2 / b);
        while (true)
        {
            var (u, v) = (Uniform() - 0.5, Uniform());
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + c);
            if (us >= 0.07 && v <= squeeze)
            {
                return (int)k;
            }

            if (k < 0 || k > n)
            {
                continue;
            }

            var alpha = (2.83 + (5.1 / b)) * spread;
            var mode = Math.Floor((n + 1) * p);
            var bound = LogFactorial(mode) + LogFactorial(n - mode) - LogFactorial(k) - LogFactorial(n - k) + ((k - mode) * Math.Log(p / (1 - p)));
            if (Math.Log(v * alpha / ((a / (us * us)) + b)) <= bound)
            {
                return (int)k;
            }
        }
    }

    /// <summary>Stirling's series beyond the table: off by less than 1e-12.</summary>
    internal static double LogFactorial(double k)
    {
        if (k < Tabled)
        {
            return LogFactorials[(int)k];
        }

        var x = k + 1;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (((1 / 12.0) - (1 / (360 * x * x))) / x);
    }

    private static double[] Table()
    {
        var logs = new double[Tabled];
        for (var k = 2; k < Tabled; k++)
        {
            logs[k] = logs[k - 1] + Math.Log(k);
        }

        return logs;
    }
}
