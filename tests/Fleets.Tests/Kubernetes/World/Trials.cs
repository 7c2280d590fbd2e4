using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes;

namespace Rollout.Fleets.Tests.Kubernetes.World;

/// <summary>Where most stories of a workload begin, of whichever kind, and what they ask on the way.</summary>
internal static class Trials
{
    /// <summary>v1 runs and is adopted; v2 is wanted and held.</summary>
    public static async Task<KubernetesWorld> HeldAsync(WorkloadKind kind, int replicas = 4, string spec = "", int machines = 6)
    {
        var world = await KubernetesWorld.StartAsync(kind, replicas, spec, machines);
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureEverywhereAsync(await world.WantedAsync(), CancellationToken.None));
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        return world;
    }

    /// <summary>The same with one canary of v2.</summary>
    public static async Task<KubernetesWorld> CanaryAsync(WorkloadKind kind, int replicas = 4)
    {
        var world = await HeldAsync(kind, replicas);
        await CanariesAsync(world, 1);
        return world;
    }

    /// <summary>So many canaries; of a DaemonSet, its first machines.</summary>
    public static async Task CanariesAsync(KubernetesWorld world, int count)
    {
        var (stable, canary) = await RevisionsAsync(world);
        var names = Enumerable.Range(1, count).Select(i => $"fake-node-{i}").ToList();
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, names, CancellationToken.None)));
    }

    public static async Task<(string Stable, string Wanted)> RevisionsAsync(KubernetesWorld world)
    {
        var seen = await world.LookAsync();
        return (seen.RunningRevision!, seen.WantedRevision);
    }

    /// <summary>As a controller that looks anew at each pass.</summary>
    public static async ValueTask<EnsureResult> EnsureAsync(KubernetesWorld world, Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure) =>
        await ensure(await world.FleetAsync());

    /// <summary>Names of the pods with an image; of a DaemonSet, of their machines.</summary>
    public static IReadOnlyList<string> On(KubernetesWorld world, string image) =>
    [
        .. world.Pods().Where(p => (string?)p["spec"]!["containers"]![0]!["image"] == image)
            .Select(p => (string)(world.Kind == WorkloadKind.DaemonSet ? p["spec"]!["nodeName"] : p["metadata"]!["name"])!)
            .Order(StringComparer.Ordinal),
    ];

    public static bool IsReady(JsonNode pod) =>
        pod["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true;
}
