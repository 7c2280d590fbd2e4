using System.Globalization;
using Rollout.Judge;

namespace Rollout.Benchmarks.Judging;

/// <summary>`make bench-judge`: kernel speed, bytes of state, and `rollout judge` on a generated file beside reading its bytes.</summary>
internal static class JudgeBenchmark
{
    private const int Rounds = 5;

    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        Console.WriteLine($"judge on {Environment.ProcessorCount} cores ({(quick ? "quick" : "full")}); kernel figures are of one core, the best of a few rounds\n");
        Table.Print([["kernel", "time", "rate"], .. KernelTable.Rows<KernelUpdates>(quick), .. KernelTable.Rows<MetricLooks>(quick), .. KernelTable.Rows<ManyMetrics>(quick)]);
        Console.WriteLine();
        Table.Print([["state of one metric's evidence, stored as JSON", "bytes", "at most"], State(Statistic.Count, 1024), State(Statistic.Revenue, 4096)]);
        Console.WriteLine();
        await FileTableAsync(quick ? 200_000 : 1_000_000, cancellation);
        return 0;
    }

    private static string[] State(Statistic statistic, int most)
    {
        var (_, evidence, _) = MetricCase.Make(new JudgePlan { Statistic = statistic, Horizon = TimeSpan.FromHours(6) });
        return [statistic.ToString(), MetricCase.StateBytes(evidence).ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)];
    }

    private static async Task FileTableAsync(int rows, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-bench");
        try
        {
            var path = Path.Combine(folder.FullName, "orders.csv");
            await GeneratedOrders.WriteAsync(path, rows, cancellation);
            var start = GeneratedOrders.Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            string[] judge = ["judge", "--events", path, "--canary", "shop-3", "--start", start, "-o", "json"];
            var raw = TimeSpan.MaxValue;
            var runs = new List<MeasuredProcess>();
            for (var round = 0; round < Rounds; round++)
            {
                var (elapsed, _) = await RawReading.CountLinesAsync(path, cancellation);
                raw = elapsed < raw ? elapsed : raw;
                runs.Add(await MeasuredProcess.RunAsync(Path.Combine(AppContext.BaseDirectory, "rollout"), judge, cancellation));
            }

            var version = await MeasuredProcess.RunAsync(Path.Combine(AppContext.BaseDirectory, "rollout"), ["--version"], cancellation);
            var all = await MeasuredProcess.RunAsync(Path.Combine(AppContext.BaseDirectory, "rollout"), [.. judge, "--ignore-promote"], cancellation);
            var median = runs.OrderBy(r => r.Elapsed).ElementAt(Rounds / 2);
            var bytes = new FileInfo(path).Length;
            string[] Row(string what, TimeSpan time, TimeSpan? processor, long? peak) =>
            [
                what, FormattableString.Invariant($"{time.TotalSeconds:0.000} s"), processor is { } cpu ? FormattableString.Invariant($"{cpu.TotalSeconds:0.00} s") : "",
                FormattableString.Invariant($"{rows / time.TotalSeconds:#,0}"),
                peak is { } p ? FormattableString.Invariant($"{p >> 20} MiB") : "", FormattableString.Invariant($"{time / raw:0.0}"),
            ];
            Table.Print(
            [
                [FormattableString.Invariant($"{rows:#,0} rows ({bytes >> 20} MiB), median of {Rounds}"), "time", "processor", "rows/s", "peak", "x reading"],
                Row("counting its lines (best)", raw, null, null),
                Row("rollout judge, the whole command", median.Elapsed, median.Processor, runs.Max(r => r.PeakBytes)),
                Row("the same, never stopping at NoWorse (1,438 looks; once)", all.Elapsed, all.Processor, all.PeakBytes),
            ]);
            Console.WriteLine(FormattableString.Invariant($"\nrollout --version: {version.Elapsed.TotalMilliseconds:0} ms"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
