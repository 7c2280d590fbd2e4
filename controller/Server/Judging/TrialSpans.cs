using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>What is planned of a rollout when it begins: every stage until its deadline. Pure.</summary>
public static class TrialSpans
{
    /// <summary>Null where the fleet has no stage.</summary>
    /// <param name="spec">Stages, deadline, warm-up and metrics.</param>
    /// <param name="start">Of the trial.</param>
    /// <param name="nodes">In the fleet.</param>
    /// <param name="canaries">Of the first stage.</param>
    public static HorizonSpan? Of(StaggeredRolloutSpec spec, DateTimeOffset start, int nodes, int canaries)
    {
        var stages = Stages.Effective(spec, nodes).Where(s => s.Nodes >= canaries).ToList();
        if (stages.Count == 0 || canaries < 1 || canaries >= nodes)
        {
            return null;
        }

        // Information goes with rho (1 - rho); the baselines plan for one deadline at the first stage.
        double Parts(int canary) => (double)canary / nodes * (nodes - canary) / nodes;
        var buckets = spec.Metrics.Select(m => m.Metric?.Interval).OfType<TimeSpan>().DefaultIfEmpty(TimeSpan.FromMinutes(1)).Min();
        return new HorizonSpan(
            start, stages.Count * (spec.Deadline + spec.WarmUp), buckets, Math.Max(1, stages.Sum(s => Parts(s.Nodes)) / Parts(canaries)));
    }
}
