using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>The rules of others beside our judge, in the same runs.</summary>
internal static class RivalTable
{
    private static readonly double[] Losses = [0, .. WorldRow.Losses];

    public static IEnumerable<string[]> Rows(World world, BenchSize size, int seed)
    {
        var rivals = RivalRules.All(0.01);
        var byLoss = Losses.Select(loss => WorldRuns.Play(world, loss, loss > 0 ? RunMode.Harm : RunMode.Both, seed, size.Rivals, rivals)).ToArray();
        yield return [world.Name, "rollout", .. byLoss.Select(runs => Cell(runs, r => r.RolledBack))];
        yield return ["", "oracle", .. byLoss.Select((runs, i) => i == 0 ? "-" : Cell(runs, r => r.Oracle))];
        for (var rule = 0; rule < rivals.Count; rule++)
        {
            var which = rule;
            yield return ["", rivals[rule].Name, .. byLoss.Select(runs => Cell(runs, r => r.Rivals[which]))];
        }
    }

    private static string Cell(RunOutcome[] runs, Func<RunOutcome, int?> of) =>
        $"{Rate.Where(runs, r => of(r) is not null).Percent} ({Delay.Text(Delay.Median([.. runs.Select(of)]))})";
}
