using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>Adds what was read to the evidence of the trial that is under way. Pure.</summary>
public static class Counting
{
    public static Trial? Add(
        Trial? trial, StaggeredRolloutSpec spec, Progress progress, IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> screened)
    {
        if (trial is null || trial.Number != progress.Trial || progress.Stage is null || progress.WayBack is not null)
        {
            return trial;
        }

        foreach (var (metric, buckets) in screened)
        {
            foreach (var bucket in buckets.OrderBy(b => b.Start))
            {
                trial = Trials.Add(trial, spec, metric, bucket, progress.CanaryNodes);
            }
        }

        return trial;
    }

    /// <summary>Whether nothing is on trial, so that what the nodes do belongs to the history that calibration is made of.</summary>
    public static bool IsCalm(Progress progress) =>
        progress.Stage is null && progress.WayBack is null && progress.CanaryNodes.Count == 0
        && progress.Phase is Phase.Idle or Phase.Waiting or Phase.Promoted or Phase.RolledBack;
}
