using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>The same for each of many, as many as make whole vectors of eight.</summary>
    public static void Add(Span<double> into, double other)
    {
        var added = Vector512.Create(other);
        for (var i = 0; i < into.Length; i += Vector512<double>.Count)
        {
            var now = Vector512.Create<double>(into[i..]);
            var (high, low) = (Vector512.MaxNative(now, added), Vector512.MinNative(now, added));
            (high + Vector512.Log(Vector512<double>.One + Exp(low - high))).CopyTo(into[i..]);
        }
    }

    /// <summary>ln(sum of e^x) without overflow; minus infinity for nothing.</summary>
    public static double Sum(ReadOnlySpan<double> logs)
    {
        var lanes = Vector512<double>.Count;
        var most = Vector512.Create(double.NegativeInfinity);
        var whole = logs.Length / lanes * lanes;
        for (var i = 0; i < whole; i += lanes)
        {
            most = Vector512.MaxNative(most, Vector512.Create(logs.Slice(i, lanes)));
        }

        var high = Largest(most);
        foreach (var x in logs[whole..])
        {
            high = Math.Max(high, x);
        }

        if (double.IsInfinity(high))
        {
            return high;
        }

        var sums = Vector512<double>.Zero;
        for (var i = 0; i < whole; i += lanes)
        {
            sums += Exp(Vector512.Create(logs.Slice(i, lanes)) - Vector512.Create(high));
        }

        var sum = Vector512.Sum(sums);
        foreach (var x in logs[whole..])
        {
            sum += Math.Exp(x - high);
        }

        return high + Math.Log(sum);
    }

    /// <summary>ln of a weighted sum and one more; whole vectors of eight, log weights.</summary>
    public static double Sum(double more, ReadOnlySpan<double> logs, ReadOnlySpan<double> weights)
    {
        var high = Vector512.Create(more);
        for (var i = 0; i < logs.Length; i += Vector512<double>.Count)
        {
            high = Vector512.MaxNative(high, Vector512.Create(logs[i..]) + Vector512.Create(weights[i..]));
        }

        var top = Largest(high);
        if (double.IsInfinity(top))
        {
            return top;
        }

        var sum = Vector512<double>.Zero;
        for (var i = 0; i < logs.Length; i += Vector512<double>.Count)
        {
            sum += Exp(Vector512.Create(logs[i..]) + Vector512.Create(weights[i..]) - Vector512.Create(top));
        }

        return top + Math.Log(Vector512.Sum(sum) + Math.Exp(more - top));
    }

    /// <summary>Logs of weights scaled to sum to 1.</summary>
    public static double[] Normalised(IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        return [.. weights.Select(w => Math.Log(w / total))];
    }

    /// <summary>e^x, no less than e^-700: what is smaller is nothing in a sum whose largest part is 1, and costs the processor ten times as much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x) => Vector512.Exp(Vector512.MaxNative(x, Vector512.Create(-700.0)));

    private static double Largest(Vector512<double> of)
    {
        var four = Vector256.MaxNative(of.GetLower(), of.GetUpper());
        var two = Vector128.MaxNative(four.GetLower(), four.GetUpper());
        return Math.Max(two[0], two[1]);
    }
}
