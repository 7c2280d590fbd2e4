using System.Text.Json.Nodes;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Controllers;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>What a cluster lacks is told in a line, before a scenario begins. Always against our own API server.</summary>
public class PrerequisitesTests
{
    [Fact]
    public async Task A_cluster_that_has_what_is_needed_is_taken_as_it_is_and_nothing_is_made_there()
    {
        await using var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Nodes = 1 });
        using var client = await ClientAsync(server, server.AdminToken);
        Assert.Null(await Prerequisites.MissingAsync(client));
        Assert.Equal(["default", "kube-system"], server.Snapshot("namespaces").Select(n => (string?)n["metadata"]!["name"]).Order(StringComparer.Ordinal));
        Assert.Empty(server.Snapshot("customresourcedefinitions"));
    }

    [Fact]
    public async Task Whoever_may_not_make_namespaces_or_definitions_is_told_all_that_is_not_allowed_at_once()
    {
        await using var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Nodes = 1 });
        using var admin = await ClientAsync(server, server.AdminToken);
        ClusterUnderTest.Demand(await admin.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "serviceaccounts", "ServiceAccount"))).CreateAsync(
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "nobody", ["namespace"] = "default" } },
            WriteOptions.Default, CancellationToken.None));
        using var nobody = await ClientAsync(server, server.TokenFor("default", "nobody"));
        var missing = await Prerequisites.MissingAsync(nobody);
        Assert.StartsWith("this user may not", missing, StringComparison.Ordinal);
        Assert.Contains("create namespaces", missing!, StringComparison.Ordinal);
        Assert.Contains("patch customresourcedefinitions.apiextensions.k8s.io", missing!, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', missing!);
    }

    [Fact]
    public async Task A_cluster_whose_machines_all_take_no_pods_is_refused_by_the_first_ones_name()
    {
        await using var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Nodes = 2 });
        using var client = await ClientAsync(server, server.AdminToken);
        foreach (var name in new[] { "fake-node-0", "fake-node-1" })
        {
            ClusterUnderTest.Demand(await client.Resources(ResourceKinds.Untyped(Kinds.Machines)).PatchAsync(
                new ObjectKey(null, name), Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = true } }), WriteOptions.Default, CancellationToken.None));
        }

        Assert.Contains("no machine takes pods: of 2 all are not ready or cordoned, fake-node-0 first", await Prerequisites.MissingAsync(client, TimeSpan.Zero) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_of_an_installed_chart_are_in_the_way_and_are_named()
    {
        await using var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Nodes = 1 });
        using var client = await ClientAsync(server, server.AdminToken);
        var policy = new JsonObject
        {
            ["apiVersion"] = Kinds.Policies.ApiVersion,
            ["kind"] = Kinds.Policies.Kind,
            ["metadata"] = new JsonObject { ["name"] = "rollout-hold-deployments", ["labels"] = new JsonObject { ["staggered.dev/holds"] = "deployments" } },
            ["spec"] = new JsonObject
            {
                ["reinvocationPolicy"] = "IfNeeded",
                ["matchConstraints"] = new JsonObject
                {
                    ["resourceRules"] = new JsonArray(new JsonObject
                    {
                        ["apiGroups"] = new JsonArray("apps"), ["apiVersions"] = new JsonArray("v1"), ["operations"] = new JsonArray("UPDATE"), ["resources"] = new JsonArray("deployments"),
                    }),
                },
                ["mutations"] = new JsonArray(new JsonObject
                {
                    ["patchType"] = "ApplyConfiguration", ["applyConfiguration"] = new JsonObject { ["expression"] = "Object{spec: Object.spec{paused: true}}" },
                }),
            },
        };
        ClusterUnderTest.Demand(await client.Resources(ResourceKinds.Untyped(Kinds.Policies)).CreateAsync(policy, WriteOptions.Default, CancellationToken.None));
        Assert.Contains("the admission policy rollout-hold-deployments", await Prerequisites.MissingAsync(client) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions());
        using var client = await ClientAsync(server, server.AdminToken);
        await server.DisposeAsync();
        Assert.StartsWith($"the API server {server.Address} does not answer", await Prerequisites.MissingAsync(client), StringComparison.Ordinal);
    }

    /// <summary>The trial of one pod: told by the pod's own reason, and nothing of it is left.</summary>
    [Fact]
    public async Task An_image_that_cannot_be_run_there_is_told_with_the_pods_own_reason_and_no_trial_is_left()
    {
        var cluster = new UnpullingCluster();
        try
        {
            await cluster.ConnectOnlyAsync();
            var line = await Prerequisites.CannotRunAsync(cluster);
            Assert.Contains("ImagePullBackOff", line!, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line!);
            Assert.Empty(await Sweep.RunAsync(cluster.Client, cluster.Options.Run, cluster.Options.Patience));
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task<ClusterClient> ClientAsync(FakeKubernetesServer server, string token)
    {
        var path = Path.Combine(Path.GetTempPath(), $"rollout-e2e-{Guid.NewGuid():N}.kubeconfig");
        await LocalKubeconfig.WriteAsync(path, server.Kubeconfig(token));
        try
        {
            var loaded = await ClusterConfiguration.LoadAsync(ConfigurationSources.OfThisProcess() with { Path = path }, CancellationToken.None);
            return new ClusterClient(((ConnectionResult.Ready)loaded).Connection, new ClientOptions { UserAgent = "rollout-e2e" });
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class UnpullingCluster : ClusterUnderTest
    {
        public UnpullingCluster() => Options = new SuiteOptions { Kubeconfig = null, Image = $"nowhere:{NoSuchTag}" };
    }
}
