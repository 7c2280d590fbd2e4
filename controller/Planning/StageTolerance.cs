using Rollout.Api;

namespace Rollout.Planning;

/// <summary>What must be excluded before a stage is left (judge/README.md 2.6a: the more nodes are at stake, the finer).</summary>
public static class StageTolerance
{
    /// <summary>While the canaries are at most a tenth of the fleet.</summary>
    public const decimal UpToATenth = 0.20m;

    /// <summary>While they are at most half of it.</summary>
    public const decimal UpToHalf = 0.10m;

    /// <summary>
    /// The stage's own tolerance where one is written, else the default for its part of the fleet, but never a finer one than the metric's
    /// own, which is all that the last stage asks for.
    /// </summary>
    public static decimal For(StageSpec stage, int nodes, int fleetNodes, RolloutMetric metric)
    {
        if (stage.Tolerance is { } written)
        {
            return written;
        }

        var coarse = nodes * 10L <= fleetNodes ? UpToATenth : nodes * 2L <= fleetNodes ? UpToHalf : metric.Tolerance;
        return Math.Max(coarse, metric.Tolerance);
    }
}
