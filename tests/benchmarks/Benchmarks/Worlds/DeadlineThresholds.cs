using System.Globalization;
using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>
/// The thresholds of a world's rollouts. To simulate one takes half a second; within a world they differ by the measured node effect alone, so
/// they are simulated on a grid of node effects, when first asked for, and interpolated.
/// </summary>
/// <param name="first">A rollout of the world whose planned information and windows stand for all.</param>
internal sealed class DeadlineThresholds(RolloutRun first)
{
    /// <summary>Node effects times the root of the planned information. At 1 late losses are no longer looked for: two points.</summary>
    private static readonly double[] Grid = [0, 0.15, 0.3, 0.5, 0.75, 1, 1 + 1e-9, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.5, 8, 10, 13, 16, 20, 25, 32, 40, 50, 65, 80, 100, 200, 500];

    private readonly Dictionary<int, HorizonThreshold?> known = [];
    private double sum;
    private int many;

    /// <summary>Of all rollouts that asked, for the table.</summary>
    public string Mean
    {
        get
        {
            lock (known)
            {
                return (many > 0 ? sum / many : -Math.Log(0.01)).ToString("0.00", CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Null where it is ln(1/alpha) for ever.</summary>
    public HorizonThreshold? Of(RolloutRun rollout)
    {
        var orders = rollout.Calibration;
        var effect = Math.Clamp(orders.Sigma0 * Math.Sqrt(orders.PlannedInformation), 0, Grid[^1]);
        var above = Math.Max(1, Array.FindIndex(Grid, g => g >= effect));
        var part = (effect - Grid[above - 1]) / (Grid[above] - Grid[above - 1]);
        var (low, high) = (At(above - 1), At(above));
        if (low is null || high is null)
        {
            return null;
        }

        var threshold = low.LogThreshold + (part * (high.LogThreshold - low.LogThreshold));
        lock (known)
        {
            (sum, many) = (sum + threshold, many + 1);
        }

        return high with
        {
            LogThreshold = threshold,
            PlannedInformation = high.PlannedInformation.ToDictionary(p => p.Key, _ => orders.PlannedInformation, StringComparer.Ordinal),
        };
    }

    private HorizonThreshold? At(int point)
    {
        lock (known)
        {
            if (!known.TryGetValue(point, out var threshold))
            {
                var orders = first.Calibration;
                var sigma0 = Grid[point] / Math.Sqrt(orders.PlannedInformation);
                var measured = orders.Sigma0 > 0 ? orders.MeasuredSigma0 / orders.Sigma0 * sigma0 : sigma0;
                known[point] = threshold = first.Deadline(orders with { Sigma0 = sigma0, MeasuredSigma0 = measured });
            }

            return threshold;
        }
    }
}
