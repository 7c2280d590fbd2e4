using System.Globalization;

namespace Rollout.Benchmarks.Worlds;

/// <summary>The minute by which half of all runs have been rolled back; null where fewer than half ever were.</summary>
internal static class Delay
{
    public static double? Median(IReadOnlyCollection<int?> minutes)
    {
        var sorted = minutes.Select(m => m ?? int.MaxValue).Order().ToArray();
        if (sorted.Length == 0 || sorted[sorted.Length / 2] == int.MaxValue)
        {
            return null;
        }

        return (sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2;
    }

    public static string Text(double? minutes) => minutes is { } m ? m.ToString("0.#", CultureInfo.InvariantCulture) : "-";

    public static string Ratio(double? ours, double? oracle) =>
        ours is { } o && oracle is > 0 and var best ? (o / best).ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
