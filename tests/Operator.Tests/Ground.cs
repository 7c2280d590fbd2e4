using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Api.Crds;
using Rollout.Api.Schema;
using Rollout.FakeKubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Hosting;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

/// <summary>
/// Our own API server with its controllers, a shop in it, a source of metrics that makes its sales up, and controllers in this process that a
/// test starts and kills. The clock is the real one and buckets are of a second.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    public static ResourceType Namespaces { get; } = new("", "v1", "namespaces", "Namespace", Namespaced: false);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly List<ClusterClient> clients = [];
    private MadeUpSales sales = null!;

    private Ground(FakeKubernetesServer server) => Server = server;

    public FakeKubernetesServer Server { get; }

    /// <summary>Of the shop.</summary>
    public string Space { get; private init; } = "default";

    /// <summary>Of the account that the chart makes, with the chart's roles: every controller of a test works with no more.</summary>
    public string ControllerToken { get; private set; } = "";

    public ClusterClient Admin { get; private set; } = null!;

    public static async Task<Ground> OpenAsync(string kind = "Deployment", int replicas = 4, string? rollout = "shop", string space = "default", bool policies = false)
    {
        var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions
        {
            Nodes = 4, PodStartup = TimeSpan.FromMilliseconds(100), PodShutdown = TimeSpan.FromMilliseconds(100), CrdStart = TimeSpan.Zero, PodNetwork = "127.244",
        });
        var ground = new Ground(server) { Space = space };
        ground.Admin = ground.Connect(new FixedCredentials(new Credential { BearerToken = new Secret(server.AdminToken) }));
        ground.ControllerToken = await InstalledAccount.InstallAsync(server, policies);
        if (space != "default")
        {
            Ok(await ground.Admin.Resources(ResourceKinds.Untyped(Namespaces)).CreateAsync(
                new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = space } }, WriteOptions.Default, default));
        }

        ground.sales = await MadeUpSales.StartAsync(server);
        await ground.FurnishAsync(kind, replicas, rollout);
        return ground;
    }

    public ClusterClient Connect(ICredentialSource credentials)
    {
        var client = new ClusterClient(new ClusterConnection { Server = Server.Address, Credentials = credentials }, new ClientOptions());
        clients.Add(client);
        return client;
    }

    public async Task<OperatorController> ControlAsync(ICredentialSource? credentials = null, Func<OperatorOptions, OperatorOptions>? change = null)
    {
        var options = new OperatorOptions
        {
            Connection = new ClusterConnection
            {
                Server = Server.Address,
                Namespace = InstalledAccount.Namespace,
                Credentials = credentials ?? new FixedCredentials(new Credential { BearerToken = new Secret(ControllerToken) }),
            },
            Listen = ListenAddress.Parse("127.0.0.1:0").Address!,
            LeaderElect = false,
            Environment = _ => null,
        };
        var started = await OperatorController.StartAsync(change is null ? options : change(options), TimeProvider.System, NullLoggerFactory.Instance, default);
        return Assert.IsType<OperatorStart.Running>(started).Controller;
    }

    public JsonObject? Rollout(string name = "shop") => Server.Read($"/apis/staggered.dev/v1alpha1/namespaces/{Space}/staggeredrollouts/{name}") as JsonObject;

    public JsonObject Status(string name = "shop") => Rollout(name)?["status"] as JsonObject ?? [];

    public string Phase(string name = "shop") => (string?)Status(name)["phase"] ?? "";

    public async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!holds())
        {
            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"did not come to it: {Told()}; versions {string.Join(", ", Versions())}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>The status without its evidence.</summary>
    private string Told()
    {
        var status = (JsonObject)Status().DeepClone();
        status.Remove("evidence");
        return status.ToJsonString();
    }

    /// <summary>What all pods together sold in a span.</summary>
    public double Sold(DateTimeOffset from, DateTimeOffset until) => sales.Sold(from, until);

    public Task UntilAsync(string phase, string name = "shop") => UntilAsync(() => Phase(name) == phase);

    /// <summary>In this phase, and a new template would be held: without admission policies that is a moment later.</summary>
    public Task HeldAsync(string phase) => UntilAsync(() => Phase() == phase && IsHeld());

    public bool IsHeld() => Read("deployments")?["paused"]?.GetValue<bool>() == true || Read("daemonsets")?["updateStrategy"]?["type"]?.GetValue<string>() == "OnDelete"
        || Read("statefulsets")?["updateStrategy"]?["rollingUpdate"]?["partition"]?.GetValue<int>() > 1000;

    private JsonNode? Read(string plural) => Server.Read($"/apis/apps/v1/namespaces/{Space}/{plural}/shop")?["spec"];

    /// <summary>A new version that keeps this part of its orders.</summary>
    public async Task ReleaseAsync(string version, string earns = "1", string plural = "deployments") => Ok(await Admin.Resources(ResourceKinds.Untyped(
        new ResourceType("apps", "v1", plural, "Any"))).PatchAsync(new ObjectKey(Space, "shop"), Patch.Strategic((JsonObject)JsonNode.Parse(
        $$$"""{"spec": {"template": {"metadata": {"annotations": {"shop/version": "{{{version}}}", "{{{MadeUpSales.Earns}}}": "{{{earns}}}"} } } } }""")!), new WriteOptions { FieldManager = "person" }, default));

    /// <summary>Version to the number of its pods that are not ending.</summary>
    public IReadOnlyDictionary<string, int> Versions() => Server.Snapshot("pods").Where(p => p["metadata"]!["deletionTimestamp"] is null)
        .CountBy(p => (string?)p["metadata"]!["annotations"]?["shop/version"] ?? "", StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    public async Task CreateRolloutAsync(string name, string kind = "Deployment", string more = "", string floor = "0s", string workload = "shop") => Ok(await Admin.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType)).CreateAsync(
        (JsonObject)JsonNode.Parse($$$"""
        {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout", "metadata": {"name": "{{{name}}}", "namespace": "{{{Space}}}"},
         "spec": {"workload": {"kind": "{{{kind}}}", "name": "{{{workload}}}"}, "stages": [{"nodes": 1, "tolerance": "0.3", "minDuration": "{{{floor}}}"}, {"nodes": "50%", "tolerance": "0.3"}],
                  {{{(more.Contains("metrics", StringComparison.Ordinal) ? "" : "\"metrics\": [{\"name\": \"orders\", \"metricRef\": {\"name\": \"orders\"}, \"role\": \"Objective\", \"tolerance\": \"0.3\"}], ")}}} "warmUp": "2s", "deadline": "1h" {{{more}}} } }
        """)!, WriteOptions.Default, default));

    public static T Ok<T>(ApiResult<T> result)
    {
        Assert.True(result.TryGet(out var value, out var error), error?.ToString());
        return value!;
    }

    /// <summary>Where the shop's sales are read.</summary>
    public Uri Prometheus => sales.Address;

    /// <summary>Of the shop, or of its rollout.</summary>
    public async Task AnnotateAsync(ResourceType type, string annotations) => Ok(await Admin.Resources(ResourceKinds.Untyped(type)).PatchAsync(new ObjectKey(Space, "shop"),
        Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = JsonNode.Parse(annotations) } }), new WriteOptions { FieldManager = "person" }, default));

    /// <summary>A right that the controller's account had.</summary>
    public async Task TakeAwayAsync(string plural, string name) => Assert.True((await Admin.Resources(ResourceKinds.Untyped(
        new ResourceType("rbac.authorization.k8s.io", "v1", plural, "Any", Namespaced: false))).DeleteAsync(new ObjectKey(null, name), DeleteOptions.Default, default)).TryGet(out _, out var error), error?.ToString());

    /// <summary>The whole end of it, with a controller that works.</summary>
    public async Task DeleteAsync(string name = "shop")
    {
        Ok(await Admin.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType)).DeleteAsync(new ObjectKey(Space, name), DeleteOptions.Default, default));
        await UntilAsync(() => Rollout(name) is null);
    }

    public async ValueTask DisposeAsync()
    {
        await sales.DisposeAsync();
        clients.ForEach(c => c.Dispose());
        await Server.DisposeAsync();
    }

    private async Task FurnishAsync(string kind, int replicas, string? rollout)
    {
        var definitions = Admin.Resources(ResourceKinds.Untyped(new ResourceType("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false)));
        using var xml = File.OpenRead(Path.ChangeExtension(typeof(DocComments).Assembly.Location, ".xml"));
        foreach (var definition in CrdDocuments.All(DocComments.Read(xml)))
        {
            Ok(await definitions.CreateAsync(definition, WriteOptions.Default, default));
        }

        var rollouts = Admin.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType));
        var metrics = Admin.Resources(ResourceKinds.Untyped(OperatorKinds.MetricType));
        var served = false;
        while (!served)
        {
            served = (await rollouts.ListAsync(new ListOptions { Namespace = Space }, default)).IsOk && (await metrics.ListAsync(new ListOptions { Namespace = Space }, default)).IsOk;
        }

        var plural = kind.ToLowerInvariant() + "s";
        var (size, service) = (kind == "DaemonSet" ? "" : $"\"replicas\": {replicas}, ", kind == "StatefulSet" ? "\"serviceName\": \"shop\", \"podManagementPolicy\": \"Parallel\", " : "");
        Ok(await Admin.Resources(ResourceKinds.Untyped(new ResourceType("apps", "v1", plural, kind))).CreateAsync((JsonObject)JsonNode.Parse($$$"""
            {"apiVersion": "apps/v1", "kind": "{{{kind}}}", "metadata": {"name": "shop", "namespace": "{{{Space}}}"},
             "spec": { {{{size}}} {{{service}}} "selector": {"matchLabels": {"app": "shop"}}, "template": {"metadata": {"labels": {"app": "shop"}, "annotations": {"shop/version": "v1"}},
              "spec": {"containers": [{"name": "shop", "image": "shop:1"}]} } } }
            """)!, WriteOptions.Default, default));
        Ok(await metrics.CreateAsync((JsonObject)JsonNode.Parse($$$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "BusinessMetric", "metadata": {"name": "orders", "namespace": "{{{Space}}}"},
             "spec": {"kind": "Count", "interval": "1s", "source": {"prometheus": {"address": "{{{sales.Address}}}"} }, "selectors": {"count": "{{{MadeUpSales.Orders}}}"} } }
            """)!, WriteOptions.Default, default));
        if (rollout is not null)
        {
            await CreateRolloutAsync(rollout, kind);
        }

        await UntilAsync(() => Versions().GetValueOrDefault("v1") == replicas
            && Server.Snapshot("pods").All(p => p["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true));
    }
}
