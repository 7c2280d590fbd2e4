namespace Rollout.Judge;

/// <summary>Sums of numbers that are kept as their natural logarithms.</summary>
internal static class LogSpace
{
    /// <summary>ln(e^a + e^b) without overflow.</summary>
    public static double Add(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }

    /// <summary>ln(sum of e^x) without overflow; minus infinity for nothing.</summary>
    public static double Sum(ReadOnlySpan<double> logs)
    {
        var high = double.NegativeInfinity;
        foreach (var x in logs)
        {
            high = Math.Max(high, x);
        }

        if (double.IsInfinity(high))
        {
            return high;
        }

        var sum = 0.0;
        foreach (var x in logs)
        {
            sum += Math.Exp(x - high);
        }

        return high + Math.Log(sum);
    }

    /// <summary>Logs of weights scaled to sum to 1.</summary>
    public static double[] Normalised(IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        return [.. weights.Select(w => Math.Log(w / total))];
    }
}
