using Rollout.Judge;

namespace Rollout.Cli.Backtesting;

/// <summary>Some runs in one window: they share its buckets and its history.</summary>
/// <param name="FirstRun">Number of the first of them.</param>
/// <param name="Start">Number of the window's first bucket.</param>
/// <param name="Canaries">One a run, in turn.</param>
internal sealed record BacktestTask(int FirstRun, long Start, IReadOnlyList<string> Canaries)
{
    private const int MostRuns = 10;

    /// <summary>The fractional part of the golden ratio: any number of its multiples lies evenly on the unit interval (Kronecker sequence).</summary>
    private const double Golden = 0.6180339887498949;

    /// <summary>Windows spread evenly over where they may lie, shifted by the seed; in each every node in turn, until there are enough runs.</summary>
    public static IReadOnlyList<BacktestTask> Plan(BacktestRequest request, BacktestGround ground)
    {
        var window = (long)(request.Window / request.Bucket);
        var (earliest, latest) = ground.Starts(window)!.Value;
        var tasks = new List<BacktestTask>();
        var offset = SeededDraw.Of(request.Seed).Uniform();
        var runs = 0;
        for (long round = 0; runs < request.Runs; round++)
        {
            var place = offset + (round * Golden);
            var start = earliest + (long)Math.Floor((place - Math.Floor(place)) * (latest - earliest + 1));
            foreach (var some in ground.Candidates(start, window).Take(request.Runs - runs).Chunk(MostRuns))
            {
                tasks.Add(new BacktestTask(runs, start, some));
                runs += some.Length;
            }

            if (round > 10_000 && runs == 0)
            {
                break;
            }
        }

        return tasks;
    }
}
