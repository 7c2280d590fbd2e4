using System.Globalization;
using Rollout.Benchmarks.Alerts;
using Rollout.Benchmarks.Cluster;
using Rollout.Benchmarks.Http;
using Rollout.Benchmarks.Judging;
using Rollout.Benchmarks.Operating;
using Rollout.Benchmarks.Orders;
using Rollout.Benchmarks.Probing;
using Rollout.Benchmarks.Worlds;

var quick = args.Contains("--quick", StringComparer.Ordinal);
var known = new Dictionary<string, Func<Task<int>>>(StringComparer.Ordinal)
{
    ["judge"] = () => JudgeBenchmark.RunAsync(quick, CancellationToken.None),
    ["worlds"] = () => WorldsBenchmark.RunAsync(quick ? BenchSize.Quick : BenchSize.Full, only: null, write: !quick, CancellationToken.None),
    ["kubernetes"] = () => KubernetesBenchmark.RunAsync(quick, CancellationToken.None),
    ["controller"] = () => ControllerBenchmark.RunAsync(quick ? ControllerLoad.Quick : ControllerLoad.Full, CancellationToken.None),
    ["monitoring"] = () => MonitoringBenchmark.RunAsync(quick ? [1000] : [10_000], CancellationToken.None),
    ["probes"] = () => ProbesBenchmark.RunAsync(quick, CancellationToken.None),
    ["http"] = () => HttpBenchmark.RunAsync(quick, CancellationToken.None),
    ["alerts"] = () => AlertsBenchmark.RunAsync(quick, CancellationToken.None),
    ["orders"] = () => OrdersBenchmark.RunAsync(quick, CancellationToken.None),
};
if (args is [KubernetesClientRun.Verb, var address, var what])
{
    // One measured run in a process of its own, started by `kubernetes`.
    return await KubernetesClientRun.RunAsync(new Uri(address), what, CancellationToken.None);
}

if (args is ["worlds", "--runs", var text, .. var rest] && rest is [] or ["--only", _] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs is >= 100 and <= 100_000)
{
    return await WorldsBenchmark.RunAsync(BenchSize.Of(runs), rest is [_, var part] ? part : null, write: rest is [], CancellationToken.None);
}

if (args is ["controller", var rollouts, var judging, var seconds] && Whole(rollouts) is > 0 and <= 20_000 and var all && Whole(judging) is >= 0 and var some && some <= all && Whole(seconds) is >= 10 and <= 3600 and var window)
{
    return await ControllerBenchmark.RunAsync([new ControllerLoad(all, some, TimeSpan.FromSeconds(window))], CancellationToken.None);
}

if (args is [var name, ..] && known.TryGetValue(name, out var run) && args[1..] is [] or ["--quick"])
{
    return await run();
}

await Console.Error.WriteLineAsync($"usage: Benchmarks VERB [--quick], Benchmarks worlds --runs N [--only PART OF A TITLE[/PART OF A WORLD'S NAME]] (100 to 100000 runs; only all sections are written), Benchmarks controller ROLLOUTS JUDGING SECONDS (at most 20000; 10 to 3600 s a row); known verbs are {string.Join(", ", known.Keys)}");
return 2;

static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
