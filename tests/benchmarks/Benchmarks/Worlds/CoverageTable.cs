using System.Globalization;
using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>In how many rollouts the shown interval holds the true loss at every single look.</summary>
internal static class CoverageTable
{
    private static readonly double[] Losses = [0, 0.2, 0.5, 0.9];

    public static IEnumerable<(string[] Cells, Rate Covered)> Rows(BenchSize size, int seed)
    {
        foreach (var world in new[] { KnownWorlds.Clean, KnownWorlds.Drifting })
        {
            foreach (var loss in Losses)
            {
                var covered = new bool[size.Delays / 2];
                Parallel.For(0, covered.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                    run => covered[run] = Covered(world, loss, seed + run));
                var rate = Rate.Where(covered, c => c);
                yield return ([world.Name, string.Create(CultureInfo.InvariantCulture, $"{loss * 100:0} %"), rate.ToString(), rate.Bounds], rate);
            }
        }
    }

    private static bool Covered(World world, double loss, int seed)
    {
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromMinutes(world.Minutes), CautiousWithoutHistory = true };
        var fleet = new WorldFleet(world, loss, OrderValues.Of(0), seed);
        var baseline = Baselines.FromHistory(plan, fleet.History(), fleet.Nodes.All, [fleet.Canary]);
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var t = 0; t < world.Minutes; t++)
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, fleet.Next(), [fleet.Canary]);
            var seen = MetricJudge.Assess(plan, baseline, evidence, plan.Tolerance);
            if (seen.Low > -loss || seen.High < -loss)
            {
                return false;
            }
        }

        return true;
    }
}
