using System.Globalization;
using Rollout.Benchmarks.Judging;

namespace Rollout.Benchmarks.Cluster;

/// <summary>How fast the Kubernetes client lists and watches, and how much memory it takes, beside kubectl where that is on the PATH.</summary>
internal static class KubernetesBenchmark
{
    public static async Task<int> RunAsync(bool quick, CancellationToken cancellation)
    {
        var (objects, events, repeats) = quick ? (2_000, 20_000, 1) : (10_000, 200_000, 3);
        await using var server = await BenchServer.StartAsync(objects, events);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{objects} pods of {server.BytesOfObject} bytes, {events} watch events; each run in a process of its own, best of {repeats}, server beside it"));
        var rows = new List<string[]> { new[] { "", "whole ms", "inside ms", "processor ms", "peak MiB", "a second" } };
        foreach (var what in new[] { "list-typed", "list-untyped", "watch-typed", "watch-untyped" })
        {
            var run = await BestAsync(repeats, () => OwnAsync(server.Address, what, cancellation));
            rows.Add(Row(what + (what.StartsWith("list", StringComparison.Ordinal) ? ", pages of 500" : ""), run, inside: true));
        }

        if (await HasKubectlAsync(cancellation))
        {
            var command = $"exec kubectl --server={server.Address} get --raw {BenchServer.Path} > /dev/null";
            var run = await BestAsync(repeats, () => MeasuredProcess.RunAsync("/bin/sh", ["-c", command], cancellation));
            rows.Add(Row("kubectl get --raw, one page, nothing read", run, inside: false));
            command = $"exec kubectl --server={server.Address} get --raw '{BenchServer.Path}?watch=true' > /dev/null";
            run = await BestAsync(repeats, () => MeasuredProcess.RunAsync("/bin/sh", ["-c", command], cancellation));
            rows.Add(Row("kubectl get --raw of the watch, nothing read", run, inside: false));
        }
        else
        {
            Console.WriteLine("kubectl is not on the PATH: no comparison");
        }

        Table.Print(rows);
        return 0;
    }

    private static string[] Row(string name, MeasuredProcess run, bool inside)
    {
        var told = inside ? run.Output.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray() : [];
        return
        [
            name, Text(run.Elapsed.TotalMilliseconds), inside ? Text(told[1]) : "-", Text(run.Processor.TotalMilliseconds),
            Text(run.PeakBytes / 1048576.0), inside ? Text(told[0] / told[1] * 1000) : "-",
        ];
    }

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static async Task<MeasuredProcess> BestAsync(int repeats, Func<Task<MeasuredProcess>> run)
    {
        var best = await run();
        for (var i = 1; i < repeats; i++)
        {
            var next = await run();
            best = next.Elapsed < best.Elapsed ? next : best;
        }

        return best;
    }

    private static Task<MeasuredProcess> OwnAsync(Uri server, string what, CancellationToken cancellation) =>
        MeasuredProcess.RunAsync(
            Environment.ProcessPath!,
            [.. Own(), KubernetesClientRun.Verb, server.ToString(), what],
            cancellation);

    /// <summary>Nothing where this runs from its own executable; its assembly where it runs under `dotnet`.</summary>
    private static string[] Own() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(KubernetesBenchmark).Assembly.Location] : [];

    private static async Task<bool> HasKubectlAsync(CancellationToken cancellation)
    {
        try
        {
            await MeasuredProcess.RunAsync("/bin/sh", ["-c", "command -v kubectl"], cancellation);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
