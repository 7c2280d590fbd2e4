using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>Many runs of a world in parallel. Run i has the seed first + i, so that the outcomes are the same on any machine.</summary>
internal static class WorldRuns
{
    public static RunOutcome[] Play(World world, double loss, RunMode mode, int firstSeed, int runs, IReadOnlyList<IRivalRule> rivals, DeadlineThresholds? deadlines = null)
    {
        var values = OrderValues.Of(world.SmallerBaskets ? loss : 0);
        var outcomes = new RunOutcome[runs];
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            run =>
            {
                var rollout = new RolloutRun(world, loss, mode, values, firstSeed + run);
                outcomes[run] = rollout.Play(rivals, deadlines?.Of(rollout));
            });
        return outcomes;
    }
}
