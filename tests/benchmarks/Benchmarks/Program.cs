using Rollout.Benchmarks.Judging;
using Rollout.Benchmarks.Orders;

var quick = args.Contains("--quick", StringComparer.Ordinal);
var known = new Dictionary<string, Func<Task<int>>>(StringComparer.Ordinal)
{
    ["judge"] = () => JudgeBenchmark.RunAsync(quick, CancellationToken.None),
    ["orders"] = () => OrdersBenchmark.RunAsync(quick, CancellationToken.None),
};
if (args is [var name, ..] && known.TryGetValue(name, out var run) && args[1..] is [] or ["--quick"])
{
    return await run();
}

await Console.Error.WriteLineAsync($"usage: Benchmarks VERB [--quick]; known verbs are {string.Join(", ", known.Keys)}");
return 2;
