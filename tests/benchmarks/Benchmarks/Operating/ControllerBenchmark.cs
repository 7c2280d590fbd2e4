using System.Globalization;

namespace Rollout.Benchmarks.Operating;

/// <summary>What the controller of a cluster costs: many rollouts at rest, and some that judge, at buckets of a minute.</summary>
internal static class ControllerBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        var rows = new List<string[]> { new[] { "rollouts", "judging", "memory MiB", "peak MiB", "CPU % of a core", "passes/s", "p50 ms", "p99 ms", "API requests/s", "metric queries/s" } };
        foreach (var (all, judging, window) in quick ? new[] { (200, 20, 60) } : [(1_200, 200, 180), (10_000, 0, 180)])
        {
            rows.AddRange(await OneAsync(all, judging, TimeSpan.FromSeconds(window), cancellation));
        }

        Table.Print(rows);
        return 0;
    }

    private static async Task<IReadOnlyList<string[]>> OneAsync(int all, int judging, TimeSpan window, CancellationToken cancellation)
    {
        var rows = new List<string[]>();
        var kubeconfig = Path.GetTempFileName();
        await using var cluster = await BenchCluster.StartAsync();
        IReadOnlyDictionary<string, List<string>> pods = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await using var prometheus = await BenchPrometheus.StartAsync(app => pods.GetValueOrDefault(app, []));
        try
        {
            await File.WriteAllTextAsync(kubeconfig, cluster.Kubeconfig(), cancellation);
            await cluster.DefineAsync(prometheus.Address, cancellation);
            await cluster.FillAsync(all, cancellation);
            await UntilAsync(() => cluster.Pods() == all * BenchCluster.Replicas, () => $"{cluster.Pods()} pods", cancellation);
            await using var controller = await BenchedController.StartAsync(kubeconfig, cancellation);
            await UntilAsync(() => cluster.In("Idle") == all, cluster.Counted, cancellation);
            await RestAsync(cluster, cancellation);
            rows.Add(Told(await MeasureAsync(cluster, prometheus, controller, all, 0, window, cancellation)));
            if (judging > 0)
            {
                await cluster.ReleaseAsync(judging, cancellation);
                await UntilAsync(() => Tell(pods = cluster.PodsByApp()) && cluster.In("Judging", "Held") == judging, cluster.Counted, cancellation);
                rows.Add(Told(await MeasureAsync(cluster, prometheus, controller, all, judging, window, cancellation)));
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

    private static bool Tell(IReadOnlyDictionary<string, List<string>> pods) => pods.Count >= 0;

    /// <summary>Until half a minute goes by with next to no request: what adoption had to do is done.</summary>
    private static async Task RestAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        int before;
        do
        {
            before = cluster.Requests;
            await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, cancellation);
        }
        while (cluster.Requests - before > 60);
    }

    private static async Task<string[]> MeasureAsync(
        BenchCluster cluster, BenchPrometheus prometheus, BenchedController controller, int all, int judging, TimeSpan window, CancellationToken cancellation)
    {
        var before = (Passes: await controller.PassesAsync(cancellation), controller.Processor, cluster.Requests, prometheus.Asked, At: TimeProvider.System.GetTimestamp());
        await Task.Delay(window, TimeProvider.System, cancellation);
        var took = TimeProvider.System.GetElapsedTime(before.At).TotalSeconds;
        var processor = (controller.Processor - before.Processor).TotalSeconds;
        var (requests, asked) = (cluster.Requests - before.Requests, prometheus.Asked - before.Asked);
        var after = await controller.PassesAsync(cancellation);
        var made = after.Zip(before.Passes.Count == after.Count ? before.Passes : after.Select(a => (a.Upper, Count: 0.0)), (a, b) => (a.Upper, Count: a.Count - b.Count)).ToList();
        var memory = controller.Memory();
        return
        [
            Text(all), Text(judging), Text(memory.Now / 1048576.0), Text(memory.Peak / 1048576.0), Text(100 * processor / took), Text(made.Count == 0 ? 0 : made[^1].Count / took),
            Text(1000 * Quantile(made, 0.5)), Text(1000 * Quantile(made, 0.99)), Text(requests / took), Text(asked / took),
        ];
    }

    /// <summary>Between the bounds of its bucket in proportion, as Prometheus' histogram_quantile has it; NaN where nothing was counted.</summary>
    private static double Quantile(IReadOnlyList<(double Upper, double Count)> cumulative, double quantile)
    {
        if (cumulative.Count == 0 || cumulative[^1].Count == 0)
        {
            return double.NaN;
        }

        var wanted = quantile * cumulative[^1].Count;
        var at = Enumerable.Range(0, cumulative.Count).First(i => cumulative[i].Count >= wanted);
        var (from, below) = at == 0 ? (0, 0) : cumulative[at - 1];
        return double.IsInfinity(cumulative[at].Upper) ? from : from + ((cumulative[at].Upper - from) * (wanted - below) / (cumulative[at].Count - below));
    }

    private static async Task UntilAsync(Func<bool> holds, Func<string> state, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new InvalidOperationException($"did not come to it: {state()}");
            }

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellation);
        }
    }

    private static string Text(double value) => value.ToString(value < 10 ? "0.00" : "N0", CultureInfo.InvariantCulture);
}
