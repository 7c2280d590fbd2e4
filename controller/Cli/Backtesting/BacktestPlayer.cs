using System.Globalization;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Backtesting;

/// <summary>Plays the runs in parallel. What comes out depends on the request and the data alone, however many threads there are.</summary>
internal sealed class BacktestPlayer(BacktestRequest request, RecordedData data, BacktestGround ground)
{
    /// <summary>As much history as a controller keeps unless told otherwise.</summary>
    private static readonly TimeSpan HistoryKept = TimeSpan.FromDays(30);

    private readonly BacktestPlan plan = request.Plan();
    private readonly IReadOnlyList<IRivalRule> rivals = RivalRules.All(request.Alpha);

    /// <param name="tell">Called after every task with how many runs it played, from any thread.</param>
    /// <param name="cancellation">Stops between tasks.</param>
    public async Task<BacktestReport> PlayAsync(Action<int> tell, CancellationToken cancellation)
    {
        var tasks = BacktestTask.Plan(request, ground);
        var runs = tasks.Sum(t => t.Canaries.Count);
        var ends = new IReadOnlyList<BacktestEnd>[request.Losses.Count, runs];
        var uncalibrated = new bool[runs];
        var orders = new double[runs];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForEachAsync(tasks, parallel, (task, token) =>
        {
            Play(task, ends, uncalibrated, orders, token);
            tell(task.Canaries.Count);
            return ValueTask.CompletedTask;
        });
        return new BacktestReport
        {
            Losses = [.. request.Losses.Select((loss, at) => Tally(loss, [.. Enumerable.Range(0, runs).Select(run => ends[at, run])]))],
            Notes = [.. Notes(tasks, uncalibrated, orders.DefaultIfEmpty().Average())],
        };
    }

    private void Play(BacktestTask task, IReadOnlyList<BacktestEnd>[,] ends, bool[] uncalibrated, double[] orders, CancellationToken cancellation)
    {
        var start = DateTimeOffset.UnixEpoch + (task.Start * request.Bucket);
        var series = data.Cut(new SeriesSpan(request.Bucket, start, start + request.Window), request.Kind == Statistic.Revenue);
        var history = series.History with { Buckets = [.. series.History.Buckets.SkipWhile(b => b.Start < start - HistoryKept)] };
        FleetBucket[] window = [.. series.Judged];
        var eventsPerBucket = history.Buckets.Sum(b => b.Nodes.Values.Sum(m => m.Count)) / Math.Max(1, history.Buckets.Count);
        var deadlines = new Dictionary<int, HorizonThreshold?>();
        for (var i = 0; i < task.Canaries.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (run, canary) = (task.FirstRun + i, task.Canaries[i]);
            var baseline = Baselines.FromHistory(plan.Judge, history, series.Nodes, [canary]);
            orders[run] = window.Sum(b => b.Nodes.TryGetValue(canary, out var measure) ? measure.Count : 0);
            uncalibrated[run] = baseline.Orders.Windows < 60;
            var deadline = Deadline(deadlines, baseline, start);
            var reference = series.Nodes[(series.Nodes.ToList().IndexOf(canary) + 1) % series.Nodes.Count];
            for (var at = 0; at < request.Losses.Count; at++)
            {
                var loss = request.Losses[at];
                var draw = SeededDraw.Of(request.Seed).For(run);
                FleetBucket[] thinned = [.. window.Select(b => OrderThinning.Thin(b, canary, loss, history.ValueBins, draw))];
                ends[at, run] = BacktestTrial.Play(plan, baseline, eventsPerBucket, thinned, canary, reference, Rules(loss), deadline);
            }
        }
    }

    /// <summary>Simulated once a window for all canaries of about the same share (within a tenth): it takes half a second.</summary>
    private HorizonThreshold? Deadline(Dictionary<int, HorizonThreshold?> known, Baseline baseline, DateTimeOffset start)
    {
        var size = (int)Math.Round(Math.Log(Math.Max(1e-9, baseline.ExpectedShare)) / Math.Log(1.1));
        if (!known.TryGetValue(size, out var deadline))
        {
            var span = new HorizonSpan(start, request.Window, request.Bucket);
            known[size] = deadline = HorizonThresholds.Simulate([new HorizonMetric("", plan.Judge, baseline)], request.Alpha, span);
        }

        return deadline;
    }

    private IReadOnlyList<IRivalRule> Rules(double loss) => loss > 0 ? [new OracleTest(loss, request.Alpha), .. rivals] : rivals;

    private BacktestLoss Tally(double loss, IReadOnlyList<IReadOnlyList<BacktestEnd>> ends)
    {
        var rules = Rules(loss);
        BacktestRow[] rows = [.. rules.Select((rule, i) => BacktestRow.Of(rule.Name, loss, [.. ends.Select(e => e[i + 1])]))];
        var ours = BacktestRow.Of("rollout", loss, [.. ends.Select(e => e[0])]);
        return loss > 0 ? new BacktestLoss(ours, rows[0], rows[1..]) : new BacktestLoss(ours, null, rows);
    }

    private IEnumerable<string> Notes(IReadOnlyList<BacktestTask> tasks, bool[] uncalibrated, double orders)
    {
        var windows = tasks.Select(t => t.Start).Distinct().Count();
        var (earliest, latest) = ground.Starts((long)(request.Window / request.Bucket))!.Value;
        var apart = (long)Math.Floor(((latest - earliest) * request.Bucket / request.Window) + 1);
        yield return string.Create(CultureInfo.InvariantCulture, $"the pretended canary had {orders:#,0.#} orders a window on average before any were lost");
        yield return windows > apart
            ? $"{windows} windows were played; only {apart} that do not overlap fit into the data: runs are not independent of each other"
            : $"{windows} windows were played; {apart} that do not overlap fit into the data";
        if (uncalibrated.Count(u => u) is > 0 and var few)
        {
            yield return $"in {few} of {uncalibrated.Length} runs the history before the window held fewer than 60 placebo windows: phi at least 2 and sigma0 at least 0.05, as a controller takes";
        }

        yield return request.IsEvents
            ? "every order of the pretended canary was lost with the same chance; the money that others' rules see follows the value bins of what was left"
            : "no rows for single orders: counts were thinned binomially, sums in proportion";
        foreach (var note in data.Notes)
        {
            yield return note;
        }
    }
}
