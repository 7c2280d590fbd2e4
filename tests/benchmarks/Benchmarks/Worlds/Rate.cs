using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Rollout.Benchmarks.Worlds;

/// <summary>So many of so many, with the exact bounds of Clopper and Pearson (Biometrika 26, 1934) at 95 %.</summary>
internal readonly record struct Rate(int Count, int Of)
{
    public double Value => Of == 0 ? 0 : (double)Count / Of;

    public double Low => Count == 0 ? 0 : Beta.InvCDF(Count, Of - Count + 1, 0.025);

    public double High => Count == Of ? 1 : Beta.InvCDF(Count + 1, Of - Count, 0.975);

    public static Rate Where<T>(IReadOnlyCollection<T> all, Func<T, bool> holds) => new(all.Count(holds), all.Count);

    public string Percent => string.Create(CultureInfo.InvariantCulture, $"{100 * Value:0.##} %");

    public string Bounds => string.Create(CultureInfo.InvariantCulture, $"{100 * Low:0.00} to {100 * High:0.00} %");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count:#,0} of {Of:#,0}");
}
