using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.Benchmarks.Operating;

/// <summary>
/// What AcceptanceProbes cost that run as monitoring within `rollout controller`: one GET with one regular expression each, every 15 s, a new
/// connection a run, against a server that answers at once. Server and cluster are of another process than what is measured.
/// </summary>
internal static class MonitoringBenchmark
{
    private const string Runs = "staggered_probe_runs_total{";
    private const string Overdue = "staggered_probe_overdue_total{";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(IReadOnlyList<int> sizes, CancellationToken cancellation)
    {
        var rows = new List<string[]>
        {
            new[] { "probes", "runs/s", "failed", "overdue", "CPU % of a core", "us of CPU a run", "memory MiB", "peak MiB", "API requests/s", "metrics MiB", "metrics ms" },
        };
        foreach (var probes in sizes)
        {
            rows.Add(await OneAsync(probes, cancellation));
        }

        Table.Print(rows);
        return 0;
    }

    private static async Task<string[]> OneAsync(int probes, CancellationToken cancellation)
    {
        var kubeconfig = Path.GetTempFileName();
        await using var cluster = await BenchCluster.StartAsync();
        await using var target = await TargetAsync(cancellation);
        try
        {
            await File.WriteAllTextAsync(kubeconfig, cluster.Kubeconfig(), cancellation);
            await cluster.DefineAsync(new Uri("http://127.0.0.1:1"), probes, cancellation);
            await cluster.FillProbesAsync(probes, new Uri(target.Urls.Single()), cancellation);
            await using var controller = await BenchedController.StartAsync(kubeconfig, cancellation);
            await AllRunAsync(controller, probes, cancellation);
            return await MeasuredAsync(controller, cluster, probes, cancellation);
        }
        finally
        {
            File.Delete(kubeconfig);
        }
    }

    /// <summary>Every probe ran twice, and their first statuses are written.</summary>
    private static async Task AllRunAsync(BenchedController controller, int probes, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (Sum(await controller.PageAsync(cancellation), Runs) < 2 * probes || TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1.5))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new InvalidOperationException("the probes did not all run");
            }

            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellation);
        }
    }

    private static async Task<string[]> MeasuredAsync(BenchedController controller, BenchCluster cluster, int probes, CancellationToken cancellation)
    {
        var page = await controller.PageAsync(cancellation);
        var before = (controller.Processor, cluster.Requests, At: TimeProvider.System.GetTimestamp());
        await Task.Delay(Window, TimeProvider.System, cancellation);
        var (processor, requests) = ((controller.Processor - before.Processor).TotalSeconds, cluster.Requests - before.Requests);
        var took = TimeProvider.System.GetElapsedTime(before.At).TotalSeconds;
        var memory = controller.Memory();
        var asked = TimeProvider.System.GetTimestamp();
        var after = await controller.PageAsync(cancellation);
        var answered = TimeProvider.System.GetElapsedTime(asked);
        var runs = Sum(after, Runs) - Sum(page, Runs);
        return
        [
            Text(probes), Text(runs / took), Text(Sum(after, Runs, "failed") + Sum(after, Runs, "trouble")), Text(Sum(after, Overdue) - Sum(page, Overdue)), Text(100 * processor / took),
            Text(1e6 * processor / runs), Text(memory.Now / 1048576.0), Text(memory.Peak / 1048576.0), Text(requests / took), Text(after.Length / 1048576.0), Text(answered.TotalMilliseconds),
        ];
    }

    private static async Task<WebApplication> TargetAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("""{"state": "open", "items": [{"sku": "tea"}]}""", context.RequestAborted));
        await app.StartAsync(cancellation);
        return app;
    }

    private static double Sum(string page, string series, string with = "") => page.Split('\n')
        .Where(l => l.StartsWith(series, StringComparison.Ordinal) && l.Contains(with, StringComparison.Ordinal))
        .Sum(l => double.Parse(l.AsSpan(l.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    private static string Text(double value) => value.ToString(value is < 10 and not 0 ? "0.00" : "N0", CultureInfo.InvariantCulture);
}
