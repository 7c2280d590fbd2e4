using Rollout.Api;
using Rollout.Planning;

namespace Rollout.Server.Measuring;

/// <summary>
/// How long the open stage was expected to last when the first forecast of it was made. A forecast is renewed with the evidence and moves
/// away from a canary that earns a little less, for ever; "twice the forecast" means the one that was made before. After a restart the
/// first forecast is the next one, so a stage may last longer before it is called stuck.
/// </summary>
/// <param name="Trial">It is of this trial.</param>
/// <param name="Nodes">And of the stage with so many canaries.</param>
/// <param name="Lasts">From the stage's opening, pauses and outages left out; null while there is no forecast.</param>
public sealed record StageExpectation(int Trial, int Nodes, TimeSpan? Lasts)
{
    public static readonly StageExpectation None = new(0, 0, null);

    /// <summary>The same, with what a pass has seen. Pure.</summary>
    public StageExpectation After(World world)
    {
        if (world.Progress.Stage is not { } stage)
        {
            return None;
        }

        return Lasts is not null && Trial == world.Progress.Trial && Nodes == stage.Nodes
            ? this : new StageExpectation(world.Progress.Trial, stage.Nodes, Whole(world, stage));
    }

    /// <summary>What has passed and what is to come, and never less than the owner's minimum.</summary>
    private static TimeSpan? Whole(World world, StageProgress stage)
    {
        if (world.Judgement is not Observed<JudgeView>.Known { Value: var judged })
        {
            return null;
        }

        var left = TimeSpan.Zero;
        foreach (var objective in world.Spec.Metrics.Where(m => m.Role == MetricRole.Objective))
        {
            var view = judged.Metrics.FirstOrDefault(m => m.Name == objective.Name);
            if (view is null || (view.Remaining is null && view.Assessment.LogESafe < view.Assessment.SafeThreshold))
            {
                return null;
            }

            left = view.Remaining > left ? view.Remaining.Value : left;
        }

        var (whole, minimum) = (stage.Deadline.At(world.Now) + left, Stages.Current(world.Spec, world.Progress)?.Spec.MinDuration ?? TimeSpan.Zero);
        return whole > minimum ? whole : minimum;
    }
}
