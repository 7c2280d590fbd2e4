using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>
/// Order values: lognormal(1.2) with a median of 60, the top one per cent Pareto(1.7) from 200 on. Counted in 31 bins; drawn by a table, so that
/// a value is a bin. A canary with smaller baskets has its values multiplied before they are binned.
/// </summary>
internal sealed class OrderValues
{
    private const int Entries = 1 << 14;
    private static readonly double[] Bounds = [.. Enumerable.Range(0, 30).Select(i => 5 * Math.Exp(.25 * i)), double.PositiveInfinity];

    private readonly byte[] binOfEntry;
    private readonly double[] logRatio;

    private OrderValues(byte[] binOfEntry, double[] logRatio) => (this.binOfEntry, this.logRatio) = (binOfEntry, logRatio);

    public static ValueBins Bins { get; } = new() { UpperBounds = Bounds };

    /// <summary>What an order of each bin is worth where sums are wanted.</summary>
    public static IReadOnlyList<double> Worth { get; } =
        [.. Enumerable.Range(0, Bounds.Length).Select(b => b == 0 ? 2.5 : b == Bounds.Length - 1 ? Bounds[b - 1] * 1.5 : (Bounds[b] + Bounds[b - 1]) / 2)];

    /// <summary>Values of which a part is lost.</summary>
    public static OrderValues Of(double basketLoss)
    {
        var (usual, less) = (Frequencies(0), Frequencies(basketLoss));
        var bins = new byte[Entries];
        var (bin, above) = (0, less[0]);
        for (var e = 0; e < Entries; e++)
        {
            while ((e + 0.5) / Entries > above && bin < Bounds.Length - 1)
            {
                above += less[++bin];
            }

            bins[e] = (byte)bin;
        }

        return new OrderValues(bins, [.. less.Zip(usual, (l, u) => l > 0 && u > 0 ? Math.Log(l / u) : 0)]);
    }

    public int Bin(Draws draws) => binOfEntry[draws.Below(Entries)];

    /// <summary>ln of how much likelier a value of the bin is with the smaller baskets than without.</summary>
    public double LogRatio(int bin) => logRatio[bin];

    /// <summary>Relative frequencies: by the distribution functions, to their full precision.</summary>
    private static double[] Frequencies(double basketLoss)
    {
        double Below(double value)
        {
            var v = value / (1 - basketLoss);
            var body = MathNet.Numerics.Distributions.Normal.CDF(Math.Log(60), 1.2, Math.Log(v));
            var tail = v <= 200 ? 0 : 1 - Math.Pow(v / 200, -1.7);
            return double.IsPositiveInfinity(v) ? 1 : (0.99 * body) + (0.01 * tail);
        }

        return [.. Bounds.Select((b, i) => Below(b) - (i == 0 ? 0 : Below(Bounds[i - 1])))];
    }
}
