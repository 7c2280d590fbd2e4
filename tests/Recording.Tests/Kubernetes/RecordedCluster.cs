using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Api.Schema;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;
using Rollout.Recording.Kubernetes;

namespace Rollout.Recording.Tests.Kubernetes;

/// <summary>A fake API server that serves our kinds, with one rollout in it, and recorders as controllers start them.</summary>
public sealed class RecordedCluster : IAsyncLifetime
{
    internal const string Rollout = "/apis/staggered.dev/v1alpha1/namespaces/default/staggeredrollouts/shop";
    internal const string Calibration = "/api/v1/namespaces/default/configmaps/shop-calibration";
    private readonly List<ClusterClient> clients = [];
    private readonly string kubeconfig = Path.GetTempFileName();
    private ClusterClient admin = null!;

    internal FakeKubernetesServer Server { get; private set; } = null!;

    internal ResourceClient<JsonObject> Rollouts { get; private set; } = null!;

    internal ResourceClient<JsonObject> Maps => admin.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "configmaps", "ConfigMap")));

    internal static ObjectKey Shop { get; } = new("default", "shop");

    public async Task InitializeAsync()
    {
        Server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Tls = true, CrdStart = TimeSpan.Zero, Seed = 7 });
        await File.WriteAllTextAsync(kubeconfig, Server.Kubeconfig());
        admin = await ConnectAsync();
        var crds = admin.Resources(ResourceKinds.Untyped(new ResourceType("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false)));
        using var xml = File.OpenRead(Path.ChangeExtension(typeof(DocComments).Assembly.Location, ".xml"));
        Ok(await crds.CreateAsync(CrdDocuments.Of(CustomKinds.StaggeredRollout, DocComments.Read(xml)), WriteOptions.Default, default));
        Rollouts = admin.Resources(ResourceKinds.Untyped(new ResourceType("staggered.dev", "v1alpha1", "staggeredrollouts", "StaggeredRollout")));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!(await Rollouts.ListAsync(new ListOptions { Namespace = "default" }, late.Token)).IsOk)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, late.Token);
        }

        Ok(await Rollouts.CreateAsync((JsonObject)JsonNode.Parse("""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout", "metadata": {"name": "shop", "namespace": "default"},
             "spec": {"workload": {"kind": "Deployment", "name": "shop"}, "metrics": [{"name": "dollars", "metricRef": {"name": "dollars"} }]} }
            """)!, WriteOptions.Default, default));
    }

    public async Task DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await Server.DisposeAsync();
        File.Delete(kubeconfig);
    }

    internal async Task<KubernetesRecorder> RecorderAsync() => new(await ConnectAsync(), "rollout");

    /// <summary>As the server has it now.</summary>
    internal JsonNode Stored(string path = Rollout) => Server.Read(path) ?? throw new Xunit.Sdk.XunitException($"{path} is not there");

    internal async Task MergeAsync(string change, string manager = "kubectl-edit") =>
        Ok(await Rollouts.PatchAsync(Shop, Patch.Merge((JsonObject)JsonNode.Parse(change)!), new WriteOptions { FieldManager = manager }, default));

    internal void Fail(FaultKind kind, string verb, string path = "staggeredrollouts/shop", int count = 1) =>
        Server.Faults.Add(new FaultRule(kind) { Verb = verb, Path = path, Count = count });

    internal static T Ok<T>(ApiResult<T> result)
    {
        Assert.True(result.TryGet(out var value, out var error), error?.ToString());
        return value!;
    }

    private async Task<ClusterClient> ConnectAsync()
    {
        var sources = new ConfigurationSources
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = kubeconfig, ["PATH"] = "/usr/bin:/bin" }, ServiceAccountFolder = "/nonexistent",
        };
        var connection = Assert.IsType<ConnectionResult.Ready>(await ClusterConfiguration.LoadAsync(sources, default)).Connection;
        var client = new ClusterClient(connection, new ClientOptions
        {
            Seed = 1, Limits = new ClientLimits { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(5) },
        });
        clients.Add(client);
        return client;
    }
}
