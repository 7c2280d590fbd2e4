using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Crds;
using Rollout.Api.Schema;
using Rollout.FakeKubernetes;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Support;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>
/// The fake API server over real HTTPS with a Deployment and its StaggeredRollout. No controller runs: the test writes the status that one
/// would write.
/// </summary>
internal sealed class ClusterFixture : IAsyncDisposable
{
    private static readonly ResourceType RolloutType = new("staggered.dev", "v1alpha1", "staggeredrollouts", "StaggeredRollout");
    private readonly TemporaryFolder folder = new();
    private FakeKubernetesServer server = null!;
    private ClusterClient client = null!;

    public string Kubeconfig { get; private set; } = "";

    /// <summary>As in the kubeconfig.</summary>
    public string Token => server.AdminToken;

    public Uri Address => server.Address;

    private ResourceClient<JsonObject> Rollouts => client.Resources(ResourceKinds.Untyped(RolloutType));

    private ResourceClient<JsonObject> Deployments => client.Resources(ResourceKinds.Untyped(new ResourceType("apps", "v1", "deployments", "Deployment")));

    public static async Task<ClusterFixture> StartAsync()
    {
        var made = new ClusterFixture
        {
            server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Tls = true, CrdStart = TimeSpan.Zero, Seed = 11 }),
        };
        made.Kubeconfig = made.folder.Write("config", made.server.Kubeconfig());
        var sources = ConfigurationSources.OfThisProcess() with { Path = made.Kubeconfig };
        made.client = new ClusterClient(Assert.IsType<ConnectionResult.Ready>(await ClusterConfiguration.LoadAsync(sources, default)).Connection, new ClientOptions());
        var crds = made.client.Resources(ResourceKinds.Untyped(new ResourceType("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false)));
        using var xml = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Rollout.Api.xml"));
        Ok(await crds.CreateAsync(CrdDocuments.Of(CustomKinds.StaggeredRollout, DocComments.Read(xml)), WriteOptions.Default, default));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!(await made.Rollouts.ListAsync(new ListOptions { Namespace = "default" }, late.Token)).IsOk)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, late.Token);
        }

        Ok(await made.Deployments.CreateAsync(Json("""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop", "namespace": "default"},
             "spec": {"replicas": 4, "selector": {"matchLabels": {"app": "shop"} },
                      "template": {"metadata": {"labels": {"app": "shop"} }, "spec": {"containers": [{"name": "c", "image": "shop:v1"}]} } } }
            """), WriteOptions.Default, default));
        Ok(await made.Rollouts.CreateAsync(Json("""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout", "metadata": {"name": "shop", "namespace": "default"},
             "spec": {"workload": {"kind": "Deployment", "name": "shop"}, "metrics": [{"name": "dollars", "metricRef": {"name": "dollars"} }]} }
            """), WriteOptions.Default, default));
        return made;
    }

    /// <summary>`rollout VERB shop ...` with the kubeconfig and no controller's address.</summary>
    public Task<ProcessAnswer> CallAsync(string verb, params string[] more) => RolloutProcess.RunAsync([verb, "shop", "--kubeconfig", Kubeconfig, .. more]);

    public async Task<JsonObject> RolloutAsync() => Ok(await Rollouts.GetAsync(new ObjectKey("default", "shop"), default));

    public async Task<JsonObject> DeploymentAsync() => Ok(await Deployments.GetAsync(new ObjectKey("default", "shop"), default));

    /// <summary>Of the template as it is now.</summary>
    public async Task<string> RevisionAsync() => TemplateRevision.Of(JsonSerializer.SerializeToElement((await DeploymentAsync())["spec"]!["template"]));

    /// <summary>What a controller would write that has seen everything there is.</summary>
    public async Task SayAsync(string phase, string message, Action<JsonObject>? more = null)
    {
        var rollout = await RolloutAsync();
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["observedGeneration"] = (long)rollout["metadata"]!["generation"]!,
            ["observedWorkloadGeneration"] = (long)(await DeploymentAsync())["metadata"]!["generation"]!,
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Ready", ["status"] = "True", ["reason"] = "AtRest", ["message"] = message, ["lastTransitionTime"] = "2026-11-21T12:00:00Z",
            }),
        };
        more?.Invoke(status);
        rollout["status"] = status;
        Ok(await Rollouts.ReplaceAsync(rollout, WriteOptions.Default with { Subresource = "status" }, default));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static T Ok<T>(ApiResult<T> result)
    {
        Assert.True(result.TryGet(out var value, out var error), error?.ToString());
        return value!;
    }
}
