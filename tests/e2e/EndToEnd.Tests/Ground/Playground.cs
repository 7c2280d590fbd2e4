using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Market;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>
/// A namespace of its own with a shop that sells, a source of metrics that makes its sales up, and a controller that looks at nothing else.
/// All of it goes at the end, whatever happened.
/// </summary>
internal sealed class Playground : IAsyncDisposable
{
    private const string Person = "rollout-e2e";
    private readonly ClusterUnderTest cluster;
    private readonly List<ControllerProcess> controllers = [];
    private readonly string kubeconfig;
    private IMarket market = null!;

    private Playground(ClusterUnderTest cluster, string kind, string space)
    {
        (this.cluster, Kind, Namespace) = (cluster, kind, space);
        kubeconfig = Path.Combine(Path.GetTempPath(), $"{space}.kubeconfig");
    }

    public string Namespace { get; }

    /// <summary>Of the workload, which is named shop.</summary>
    public string Kind { get; }

    /// <summary>A namespace with v1 of the shop, running, and a controller; no rollout yet.</summary>
    public static async Task<Playground> OpenAsync(ClusterUnderTest cluster, string kind, int replicas = 4, bool controller = true)
    {
        if (kind == "DaemonSet" && await MachinesAsync(cluster) is < 3 and var machines)
        {
            throw new InvalidOperationException(
                $"the scenarios of DaemonSets need three machines that take pods, and there are {machines}: FILTER=FullyQualifiedName!~DaemonSet leaves them out");
        }

        var ground = await BareAsync(cluster, kind);
        try
        {
            if (controller)
            {
                ground.Control();
            }

            await ground.FurnishAsync(replicas);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    /// <summary>A namespace with nothing in it.</summary>
    public static async Task<Playground> BareAsync(ClusterUnderTest cluster, string kind)
    {
        var space = $"rollout-e2e-{Guid.NewGuid().ToString("N")[..10]}";
        var made = await Insisting.OnAsync(() => cluster.Client.Resources(ResourceKinds.Untyped(Kinds.Namespaces)).ApplyAsync(
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = space, ["labels"] = new JsonObject { [Sweep.Mark] = cluster.Options.Run } },
            },
            By(), CancellationToken.None));
        ClusterUnderTest.Demand(made);
        var ground = new Playground(cluster, kind, space);
        try
        {
            await LocalKubeconfig.WriteAsync(ground.kubeconfig, cluster.KubeconfigIn(space));
            ground.market = await cluster.OpenMarketAsync(space);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more controller.</summary>
    public ControllerProcess Control(bool elects = false)
    {
        var controller = ControllerProcess.Start(kubeconfig, Namespace, market.Prometheus, elects);
        controllers.Add(controller);
        return controller;
    }

    /// <summary>The executable for this namespace; what it printed.</summary>
    public Task<string> RunAsync(params IReadOnlyList<string> arguments) => Executable.RunAsync([.. arguments, "--kubeconfig", kubeconfig, "--namespace", Namespace]);

    public Task<JsonObject> RolloutAsync(string name = "shop", JsonObject? spec = null) => ApplyAsync(Kinds.Rollouts, Manifests.Rollout(name, Kind, cluster.Options, spec));

    /// <summary>What a person writes: a new version of the template.</summary>
    public async Task ReleaseAsync(string version, string earns = "1", string? image = null) =>
        ClusterUnderTest.Demand(await Insisting.OnAsync(() => Of(Kinds.Workload(Kind)).PatchAsync(
            new ObjectKey(Namespace, "shop"), Patch.Strategic(Manifests.Version(version, earns, image ?? cluster.Options.Image)), By(), CancellationToken.None)));

    public async Task<JsonObject> ApplyAsync(ResourceType type, JsonObject item)
    {
        item["metadata"]!["namespace"] = Namespace;
        return ClusterUnderTest.Demand(await TryApplyAsync(type, item));
    }

    public Task<ApiResult<JsonObject>> TryApplyAsync(ResourceType type, JsonObject item)
    {
        item["metadata"]!["namespace"] = Namespace;
        return Insisting.OnAsync(() => Of(type).ApplyAsync(item, By(), CancellationToken.None));
    }

    public async Task MergeAsync(ResourceType type, string name, JsonObject change) =>
        ClusterUnderTest.Demand(await Insisting.OnAsync(() => Of(type).PatchAsync(new ObjectKey(Namespace, name), Patch.Merge(change), By(), CancellationToken.None)));

    /// <summary>An order, as kubectl annotate gives it.</summary>
    public Task OrderAsync(string verb, string revision) => MergeAsync(Kinds.Rollouts, "shop", new JsonObject
    {
        ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [$"staggered.dev/{verb}"] = revision } },
    });

    public async Task DeleteAsync(ResourceType type, string name)
    {
        // Gone already: an earlier try was carried out, and its answer lost.
        var answer = await Insisting.OnAsync(() => Of(type).DeleteAsync(new ObjectKey(Namespace, name), DeleteOptions.Default, CancellationToken.None));
        Assert.True(answer.TryGet(out _, out var error) || error.IsNotFound, error?.ToString());
    }

    /// <summary>Null: there is none.</summary>
    public async Task<JsonObject?> FindAsync(ResourceType type, string name)
    {
        var answer = await Of(type).GetAsync(new ObjectKey(Namespace, name), CancellationToken.None);
        return answer.TryGet(out var found, out var error) ? found : error.IsNotFound ? null : throw NoAnswerException.Of(error);
    }

    public async Task<JsonObject> WorkloadAsync() => await FindAsync(Kinds.Workload(Kind), "shop") ?? throw new InvalidOperationException("the shop is gone");

    public async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type)
    {
        var answer = await Of(type).ListAsync(new ListOptions { Namespace = type.Namespaced ? Namespace : null }, CancellationToken.None);
        return answer.TryGet(out var found, out var error) ? found.Items : error.IsNotServed ? [] : throw NoAnswerException.Of(error);
    }

    /// <summary>The status of a rollout, when it is as it should be.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> holds, string name = "shop")
    {
        JsonObject? last = null;
        await UntilAsync(async () =>
        {
            last = (await FindAsync(Kinds.Rollouts, name))?["status"] as JsonObject;
            return last is not null && holds(last);
        });
        return last!;
    }

    public Task<JsonObject> UntilAsync(string phase, string name = "shop") => UntilAsync(status => (string?)status["phase"] == phase, name);

    public Task UntilAsync(Func<Task<bool>> holds)
    {
        async Task<bool> Alive()
        {
            if (controllers.Count > 0 && controllers.All(c => c.HasEnded))
            {
                throw new InvalidOperationException($"the controller ended:\n{controllers[^1].Said()}");
            }

            return await holds();
        }

        return Waiting.UntilAsync(cluster.Options.Patience, Alive, ToldAsync);
    }

    /// <summary>
    /// The same of a phase, where images whose tag there is not cannot be pulled. Where pods are only played they become ready whatever their image is
    /// called: then this plays the kubelet that finds no such tag.
    /// </summary>
    public async Task<JsonObject> UntilUnpulledAsync(string phase, string tag)
    {
        JsonObject? last = null;
        await UntilAsync(async () =>
        {
            foreach (var pod in (await ListAsync(Kinds.Pods)).Where(p => IsReady(p) && ImageOf(p).EndsWith($":{tag}", StringComparison.Ordinal)))
            {
                await Of(Kinds.Pods).PatchAsync(
                    new ObjectKey(Namespace, (string)pod["metadata"]!["name"]!), Patch.Merge(Manifests.Unpulled(pod)), By() with { Subresource = "status" }, CancellationToken.None);
            }

            last = (await FindAsync(Kinds.Rollouts, "shop"))?["status"] as JsonObject;
            return (string?)last?["phase"] == phase;
        });
        return last!;
    }

    /// <summary>How many pods of the shop, not counting those that end, run each version.</summary>
    public async Task<IReadOnlyDictionary<string, int>> VersionsAsync() => (await ListAsync(Kinds.Pods))
        .Where(p => p["metadata"]!["deletionTimestamp"] is null)
        .GroupBy(p => (string?)p["metadata"]!["annotations"]?[Manifests.VersionNote] ?? "?").ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>Until nothing but this version runs, with every pod that is wanted.</summary>
    public Task AllRunAsync(string version, int pods) => UntilAsync(async () =>
        await VersionsAsync() is { Count: 1 } versions && versions.GetValueOrDefault(version) == pods);

    /// <summary>
    /// A rollout that has taken what runs for stable, and holds it: what it records comes first, and what it does afterwards. Its revision.
    /// </summary>
    public async Task<string> AdoptedAsync(JsonObject? spec = null)
    {
        await RolloutAsync(spec: spec);
        var adopted = await UntilAsync(status => (string?)status["phase"] == "Idle" && status["stableRevision"] is not null);
        await HeldAsync();
        return (string)adopted["stableRevision"]!;
    }

    /// <summary>Until a new template would not roll out by itself.</summary>
    public Task HeldAsync() => UntilAsync(async () => IsHeld((await WorkloadAsync())["spec"]!));

    /// <summary>The same, with v2, which is as good, on its first canary and being judged; its revision.</summary>
    public async Task<string> OnTrialAsync(JsonObject? spec = null)
    {
        await AdoptedAsync(spec);
        await ReleaseAsync("v2");
        return (string)(await UntilAsync(status => (string?)status["phase"] == "Judging"))["canaryRevision"]!;
    }

    /// <summary>How many pods the shop has.</summary>
    public async Task<int> PodsAsync() => (await ListAsync(Kinds.Pods)).Count(p => p["metadata"]!["deletionTimestamp"] is null);

    /// <summary>Of the rollout; null: it is not there.</summary>
    public async Task<string?> AnnotationAsync(string name) => (string?)(await FindAsync(Kinds.Rollouts, "shop"))!["metadata"]!["annotations"]?[name];

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in controllers)
        {
            await controller.DisposeAsync();
        }

        if (market is not null)
        {
            await market.DisposeAsync();
        }

        File.Delete(kubeconfig);

        // The sweep at the end makes sure of it, and waits: that it begins now saves that time.
        await Sweep.EmptyAsync(cluster.Client, Namespace, isGoing: false);
    }

    /// <summary>As if this process had been killed: nothing in the cluster is taken away.</summary>
    public async Task AbandonAsync()
    {
        await market.DisposeAsync();
        File.Delete(kubeconfig);
    }

    /// <summary>v1 of the shop with all its pods ready, and its metric.</summary>
    public async Task FurnishAsync(int replicas)
    {
        await ApplyAsync(Kinds.Metrics, Manifests.Metric(market.Prometheus, cluster.Options));
        await StartShopAsync(replicas);
        await UntilAsync(async () =>
        {
            var wanted = Kind == "DaemonSet" ? (int?)(await WorkloadAsync())["status"]?["desiredNumberScheduled"] ?? 0 : replicas;
            return wanted > 0 && (await ListAsync(Kinds.Pods)).Count(IsReady) >= wanted;
        });
    }

    /// <summary>v1 of the shop; nothing is waited for.</summary>
    public Task StartShopAsync(int replicas) => ApplyAsync(Kinds.Workload(Kind), Manifests.Workload(Kind, replicas, cluster.Options));

    private static async Task<int> MachinesAsync(ClusterUnderTest cluster)
    {
        var answer = await cluster.Client.Resources(ResourceKinds.Untyped(Kinds.Machines)).ListAsync(new ListOptions(), CancellationToken.None);
        return answer.TryGet(out var machines, out var error) ? machines.Items.Count(Prerequisites.IsUsable) : throw NoAnswerException.Of(error);
    }

    private static string ImageOf(JsonObject pod) => (string?)pod["spec"]!["containers"]![0]!["image"] ?? "";

    internal static bool IsReady(JsonObject pod) =>
        pod["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true;

    private static bool IsHeld(JsonNode spec) => (bool?)spec["paused"] == true || (string?)spec["updateStrategy"]?["type"] == "OnDelete"
        || (int?)spec["updateStrategy"]?["rollingUpdate"]?["partition"] == int.MaxValue;

    private async Task<string> ToldAsync()
    {
        var rollouts = await ListAsync(Kinds.Rollouts);
        var pods = await ListAsync(Kinds.Pods);
        return $"""
            it has not come to pass within {cluster.Options.Patience}.
            rollouts: {string.Join('\n', rollouts.Select(Short))}
            pods: {string.Join(", ", pods.Select(p => $"{p["metadata"]!["name"]} {p["metadata"]!["annotations"]?[Manifests.VersionNote]} {(IsReady(p) ? "ready" : "not ready")}"))}
            the market: {market.Told}
            the controller said last:
            {string.Join("\n--\n", controllers.Select(c => c.Said()))}
            """;
    }

    private static string Short(JsonObject rollout)
    {
        var status = rollout["status"]?.DeepClone() as JsonObject ?? [];
        status.Remove("evidence");
        return $"{rollout["metadata"]!["name"]}: {status.ToJsonString()}";
    }

    private static WriteOptions By() => new() { FieldManager = Person };

    private ResourceClient<JsonObject> Of(ResourceType type) => cluster.Client.Resources(ResourceKinds.Untyped(type));
}
