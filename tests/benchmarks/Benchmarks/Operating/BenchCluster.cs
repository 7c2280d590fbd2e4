using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Api.Schema;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;

namespace Rollout.Benchmarks.Operating;

/// <summary>Our own API server with so many Deployments of two pods, a rollout for each, and what can be told of them from outside.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    public const int Replicas = 2;

    /// <summary>Rollouts of one namespace: whoever acts lists what is in it.</summary>
    private const int Together = 100;

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, string> phases = new(StringComparer.Ordinal);
    private readonly ClusterClient client;
    private readonly FakeKubernetesServer server;
    private readonly Informer<PodSnapshot> pods;
    private Task watching = Task.CompletedTask;

    private BenchCluster(FakeKubernetesServer server)
    {
        this.server = server;
        client = new ClusterClient(
            new ClusterConnection { Server = server.Address, Credentials = new FixedCredentials(new Credential { BearerToken = new Secret(server.AdminToken) }) }, new ClientOptions());
        pods = new Informer<PodSnapshot>(client.Resources(SnapshotKinds.Pods), WorkloadCaches.Pods(null), _ => { });
    }

    /// <summary>Of everybody: while nothing is being written here, of the controller.</summary>
    public int Requests => server.Faults.Struck(FaultKind.Slow);

    public static async Task<BenchCluster> StartAsync()
    {
        var made = new BenchCluster(await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions
        {
            Nodes = 50, PodStartup = TimeSpan.FromMilliseconds(50), PodShutdown = TimeSpan.FromMilliseconds(50), CrdStart = TimeSpan.Zero, MostHistory = 2_000_000,
        }));

        // A delay of nothing counts requests.
        made.server.Faults.Add(new FaultRule(FaultKind.Slow) { Delay = TimeSpan.Zero });
        return made;
    }

    public string Kubeconfig() => server.Kubeconfig();

    /// <summary>Those that are ready.</summary>
    public int Pods() => pods.Cache.All().Count(p => p.IsReady);

    /// <summary>Names of the pods of one Deployment.</summary>
    public IReadOnlyDictionary<string, List<string>> PodsByApp() => pods.Cache.All().GroupBy(p => p.Name[..Name(0).Length], StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Select(p => p.Name).ToList(), StringComparer.Ordinal);

    public int In(params string[] wanted) => phases.Values.Count(p => wanted.Contains(p, StringComparer.Ordinal));

    public string Counted() => string.Join(", ", phases.Values.CountBy(p => p, StringComparer.Ordinal).OrderByDescending(p => p.Value).Select(p => $"{p.Value} {p.Key}"));

    public async Task DefineAsync(Uri prometheus, int count, CancellationToken cancellation)
    {
        var definitions = Kind("apiextensions.k8s.io", "v1", "customresourcedefinitions", namespaced: false);
        using var xml = File.OpenRead(Path.ChangeExtension(typeof(DocComments).Assembly.Location, ".xml"));
        foreach (var definition in CrdDocuments.All(DocComments.Read(xml)))
        {
            Demand(await definitions.CreateAsync(definition, WriteOptions.Default, cancellation));
        }

        var metrics = client.Resources(ResourceKinds.Untyped(OperatorKinds.MetricType));
        while (!(await metrics.ListAsync(new ListOptions { Namespace = "default" }, cancellation)).IsOk)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }

        for (var space = 0; space <= (count - 1) / Together; space++)
        {
            Demand(await Kind("", "v1", "namespaces", namespaced: false).CreateAsync(Json($$$"""
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{Space(space * Together)}}}"} }
                """), WriteOptions.Default, cancellation));
            Demand(await metrics.CreateAsync(Json($$$"""
                {"apiVersion": "staggered.dev/v1alpha1", "kind": "BusinessMetric", "metadata": {"name": "orders", "namespace": "{{{Space(space * Together)}}}"},
                 "spec": {"kind": "Count", "interval": "60s", "source": {"prometheus": {"address": "{{{prometheus}}}"} }, "selectors": {"count": "orders_total{app=\"{{ workload }}\"}"} } }
                """), WriteOptions.Default, cancellation));
        }

        var informer = new Informer<RolloutSnapshot>(client.Resources(OperatorKinds.Rollouts), new InformerOptions<RolloutSnapshot>(), change => phases[change.Key.Name] = change.After?.Phase ?? "");
        watching = Task.Run(() => Task.WhenAll(informer.RunAsync(stop.Token), pods.RunAsync(stop.Token)), stop.Token);
    }

    /// <summary>Deployments, then a rollout for each.</summary>
    public async Task FillAsync(int count, CancellationToken cancellation)
    {
        var (deployments, rollouts) = (Kind("apps", "v1", "deployments"), client.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType)));
        var many = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };
        await Parallel.ForAsync(0, count, many, async (i, cancel) => Demand(await deployments.CreateAsync(Json($$$"""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "{{{Name(i)}}}", "namespace": "{{{Space(i)}}}"},
             "spec": {"replicas": {{{Replicas}}}, "selector": {"matchLabels": {"app": "{{{Name(i)}}}"}},
              "template": {"metadata": {"labels": {"app": "{{{Name(i)}}}"}}, "spec": {"containers": [{"name": "shop", "image": "shop:1"}]} } } }
            """), WriteOptions.Default, cancel)));
        await Parallel.ForAsync(0, count, many, async (i, cancel) => Demand(await rollouts.CreateAsync(Json($$$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout", "metadata": {"name": "{{{Name(i)}}}", "namespace": "{{{Space(i)}}}"},
             "spec": {"workload": {"kind": "Deployment", "name": "{{{Name(i)}}}"}, "metrics": [{"name": "orders", "metricRef": {"name": "orders"}}], "stages": [{"nodes": 1, "minDuration": "5h"}],
              "warmUp": "60s"} }
            """), WriteOptions.Default, cancel)));
    }

    /// <summary>AcceptanceProbes that no rollout names.</summary>
    public async Task FillProbesAsync(int count, Uri target, CancellationToken cancellation)
    {
        var probes = client.Resources(ResourceKinds.Untyped(OperatorKinds.ProbeType));
        while (!(await probes.ListAsync(new ListOptions { Namespace = "default" }, cancellation)).IsOk)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }

        var many = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };
        await Parallel.ForAsync(0, count, many, async (i, cancel) => Demand(await probes.CreateAsync(Json($$$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "AcceptanceProbe", "metadata": {"name": "{{{Name(i)}}}", "namespace": "{{{Space(i)}}}"},
             "spec": {"interval": "15s", "timeout": "5s", "target": {"url": "{{{target}}}"},
                      "steps": [{"name": "ask", "http": {"path": "/{{{Name(i)}}}"}, "expect": {"bodyMatches": "open"} }]} }
            """), WriteOptions.Default, cancel)));
    }

    /// <summary>A new version for the first so many.</summary>
    public async Task ReleaseAsync(int count, CancellationToken cancellation) => await Parallel.ForAsync(0, count, cancellation, async (i, cancel) =>
        Demand(await Kind("apps", "v1", "deployments").PatchAsync(
            new ObjectKey(Space(i), Name(i)), Patch.Strategic(Json("""{"spec": {"template": {"spec": {"containers": [{"name": "shop", "image": "shop:2"}]}}}}""")), WriteOptions.Default, cancel)));

    /// <summary>So many a second of the Deployments are written without anything that matters.</summary>
    /// <returns>How many.</returns>
    public async Task<int> StirAsync(int count, double rate, TimeSpan window, CancellationToken cancellation)
    {
        var (deployments, begun, made) = (Kind("apps", "v1", "deployments"), TimeProvider.System.GetTimestamp(), 0);
        while (TimeProvider.System.GetElapsedTime(begun) is var passed && passed < window)
        {
            for (; made < passed.TotalSeconds * rate; made++)
            {
                var note = Json($$$"""{"metadata": {"annotations": {"note": "{{{made}}}"} } }""");
                Demand(await deployments.PatchAsync(new ObjectKey(Space(made % count), Name(made % count)), Patch.Merge(note), WriteOptions.Default, cancellation));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }

        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        client.Dispose();
        await server.DisposeAsync();
        stop.Dispose();
    }

    private static string Space(int number) => string.Create(CultureInfo.InvariantCulture, $"team-{number / Together:000}");

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"shop-{number:00000}");

    private ResourceClient<JsonObject> Kind(string group, string version, string plural, bool namespaced = true) =>
        client.Resources(ResourceKinds.Untyped(new ResourceType(group, version, plural, plural, namespaced)));

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static void Demand(ApiResult<JsonObject> answer)
    {
        if (!answer.TryGet(out _, out var error))
        {
            throw new InvalidOperationException(error.ToString());
        }
    }
}
