using System.Globalization;

namespace Rollout.Benchmarks.Operating;

/// <summary>
/// What the controller of a cluster costs: many rollouts at rest, the same while they are looked at as often as the controller looks by itself, and
/// some that judge, at buckets of a minute.
/// </summary>
internal static class ControllerBenchmark
{
    private const string Work = "staggered_workqueue_work_seconds";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The controller looks at a rollout at rest every 10 to 20 minutes, which a row is too short to show: a change of its Deployment that means
    /// nothing makes it look.</summary>
    private static readonly TimeSpan Looks = TimeSpan.FromMinutes(15);

    public static async Task<int> RunAsync(IReadOnlyList<ControllerLoad> loads, CancellationToken cancellation)
    {
        var rows = new List<string[]>
        {
            new[] { "rollouts", "", "memory MiB", "peak MiB", "CPU % of a core", "in hand/s", "p50 ms", "p99 ms", "API requests/s", "metric queries/s" },
        };
        foreach (var load in loads)
        {
            rows.AddRange(await OneAsync(load, cancellation));
        }

        Table.Print(rows);
        return 0;
    }

    private static async Task<IReadOnlyList<string[]>> OneAsync(ControllerLoad load, CancellationToken cancellation)
    {
        var rows = new List<string[]>();
        var kubeconfig = Path.GetTempFileName();
        await using var cluster = await BenchCluster.StartAsync();
        IReadOnlyDictionary<string, List<string>> pods = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await using var prometheus = await BenchPrometheus.StartAsync(app => Volatile.Read(ref pods).GetValueOrDefault(app, []));
        try
        {
            await File.WriteAllTextAsync(kubeconfig, cluster.Kubeconfig(), cancellation);
            await cluster.DefineAsync(prometheus.Address, load.All, cancellation);
            await cluster.FillAsync(load.All, cancellation);
            await UntilAsync("filled", () => cluster.Pods() == load.All * BenchCluster.Replicas, () => $"{cluster.Pods()} pods", cancellation);
            await using var controller = await BenchedController.StartAsync(kubeconfig, cancellation);
            await UntilAsync("adopted", () => cluster.In("Idle") == load.All, cluster.Counted, cancellation);
            await RestAsync(cluster, cancellation);
            var measure = new Measure(cluster, prometheus, controller, load);
            rows.Add(Told(await measure.RowAsync("at rest", () => Task.FromResult(0), cancellation)));
            rows.Add(Told(await measure.RowAsync("looked at", () => cluster.StirAsync(load.All, load.All / Looks.TotalSeconds, load.Window, cancellation), cancellation)));
            if (load.Judging > 0)
            {
                await cluster.ReleaseAsync(load.Judging, cancellation);
                await UntilAsync("on trial", () => Tell(ref pods, cluster) && cluster.In("Judging", "Held") == load.Judging, cluster.Counted, cancellation);
                rows.Add(Told(await measure.RowAsync(string.Create(CultureInfo.InvariantCulture, $"{load.Judging} judging"), () => Task.FromResult(0), cancellation)));
            }
        }
        finally
        {
            File.Delete(kubeconfig);
        }

        return rows;
    }

    /// <summary>Each as it comes: the whole takes its time.</summary>
    private static string[] Told(string[] row)
    {
        Console.WriteLine(string.Join(" ", row));
        return row;
    }

    private static bool Tell(ref IReadOnlyDictionary<string, List<string>> pods, BenchCluster cluster)
    {
        Volatile.Write(ref pods, cluster.PodsByApp());
        return true;
    }

    /// <summary>Until half a minute goes by with next to no request: what adoption had to do is done.</summary>
    private static async Task RestAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        var before = cluster.Requests;
        await UntilAsync("at rest", () => cluster.Requests - Interlocked.Exchange(ref before, cluster.Requests) <= 60, () => "still busy", cancellation, TimeSpan.FromSeconds(30));
    }

    private static async Task UntilAsync(string what, Func<bool> holds, Func<string> state, CancellationToken cancellation, TimeSpan? every = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        do
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new InvalidOperationException($"was not {what}: {state()}");
            }

            await Task.Delay(every ?? TimeSpan.FromSeconds(2), TimeProvider.System, cancellation);
        }
        while (!holds());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} after {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s"));
    }

    private sealed record Measure(BenchCluster Cluster, BenchPrometheus Prometheus, BenchedController Controller, ControllerLoad Load)
    {
        /// <summary>Neither the page of metrics nor the requests of <paramref name="besides"/>, which tells their number, are in what is measured.</summary>
        public async Task<string[]> RowAsync(string what, Func<Task<int>> besides, CancellationToken cancellation)
        {
            var work = await Controller.HistogramAsync(Work, cancellation);
            var before = (Controller.Processor, Cluster.Requests, Prometheus.Asked, At: TimeProvider.System.GetTimestamp());
            var others = besides();
            await Task.Delay(Load.Window, TimeProvider.System, cancellation);
            var own = await others;
            var took = TimeProvider.System.GetElapsedTime(before.At).TotalSeconds;
            var (processor, requests, asked) = ((Controller.Processor - before.Processor).TotalSeconds, Cluster.Requests - before.Requests - own, Prometheus.Asked - before.Asked);
            var memory = Controller.Memory();
            work = (await Controller.HistogramAsync(Work, cancellation)).Since(work);
            return
            [
                Text(Load.All), what, Text(memory.Now / 1048576.0), Text(memory.Peak / 1048576.0), Text(100 * processor / took), Text(work.Count / took),
                Text(1000 * work.Quantile(0.5)), Text(1000 * work.Quantile(0.99)), Text(requests / took), Text(asked / took),
            ];
        }

        private static string Text(double value) => value.ToString(value < 10 ? "0.00" : "N0", CultureInfo.InvariantCulture);
    }
}
