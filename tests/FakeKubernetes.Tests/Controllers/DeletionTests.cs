using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Controllers;

public class DeletionTests
{
    private const string Apps = "/apis/apps/v1/namespaces/default/";

    [Theory]
    [InlineData("Background")]
    [InlineData("Foreground")]
    public async Task What_a_deployment_owns_goes_with_it(string policy)
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Apps + "deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", 2));
        await cluster.SettleAsync();
        Assert.Equal(200, (await cluster.AskAsync("DELETE", $"{Apps}deployments/shop?propagationPolicy={policy}")).Status);
        Assert.Equal(policy == "Foreground" ? 200 : 404, (await cluster.AskAsync("GET", Apps + "deployments/shop")).Status);
        await cluster.SettleAsync();

        Assert.Equal(404, (await cluster.AskAsync("GET", Apps + "deployments/shop")).Status);
        Assert.Empty((await cluster.GetAsync(Apps + "replicasets")).List("items"));
        Assert.Empty(await cluster.PodsAsync("app=shop"));
    }

    [Fact]
    public async Task Orphans_stay_and_are_adopted_by_a_deployment_that_selects_them()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var workload = FakeCluster.Workload("Deployment", "shop", "shop:v1", 2);
        await cluster.CreateAsync(Apps + "deployments", workload);
        await cluster.SettleAsync();
        var pods = (await cluster.PodsAsync("app=shop")).Select(pod => pod.Text("metadata", "uid")).ToList();
        Assert.Equal(200, (await cluster.AskAsync("DELETE", Apps + "deployments/shop?propagationPolicy=Orphan")).Status);
        await cluster.SettleAsync();
        Assert.Equal(404, (await cluster.AskAsync("GET", Apps + "deployments/shop")).Status);
        var orphan = Assert.Single((await cluster.GetAsync(Apps + "replicasets")).Maps("items"));
        Assert.Null(orphan.At("metadata", "ownerReferences"));

        await cluster.CreateAsync(Apps + "deployments", workload);
        await cluster.SettleAsync();
        Assert.Equal(pods, (await cluster.PodsAsync("app=shop")).Select(pod => pod.Text("metadata", "uid")));
        Assert.Single((await cluster.GetAsync(Apps + "replicasets")).Maps("items"));
    }

    [Fact]
    public async Task A_namespace_that_is_going_refuses_new_objects_and_waits_for_finalizers()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "extra"}}""");
        const string Maps = "/api/v1/namespaces/extra/configmaps";
        await cluster.CreateAsync(Maps, """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "finalizers": ["example.staggered.dev/hold"]}}""");
        Assert.Equal(200, (await cluster.AskAsync("DELETE", "/api/v1/namespaces/extra")).Status);

        var (status, body) = await cluster.AskAsync("POST", Maps, """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "late"}}""");
        Assert.Equal((403, "Forbidden", "NamespaceTerminating"),
            (status, body.Text("reason"), body.Maps("details", "causes").Single().Text("reason")));
        await cluster.RunAsync(TimeSpan.FromSeconds(5));
        Assert.NotNull((await cluster.GetAsync(Maps + "/held")).Text("metadata", "deletionTimestamp"));

        await cluster.MergeAsync(Maps + "/held", """{"metadata": {"finalizers": null}}""");
        await cluster.SettleAsync();
        Assert.Equal(404, (await cluster.AskAsync("GET", "/api/v1/namespaces/extra")).Status);
    }

    [Fact]
    public async Task Objects_of_a_kind_go_with_its_definition()
    {
        await using var cluster = await FakeCluster.StartAsync(options => options with { CrdStart = TimeSpan.Zero });
        await cluster.CreateAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.dev"},
             "spec": {"group": "example.dev", "scope": "Cluster", "names": {"plural": "things", "kind": "Thing"},
               "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
            """);
        await cluster.SettleAsync();
        await cluster.CreateAsync("/apis/example.dev/v1/things", """{"apiVersion": "example.dev/v1", "kind": "Thing", "metadata": {"name": "t"}}""");
        Assert.Equal(200, (await cluster.AskAsync("DELETE", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.dev"))
            .Status);
        await cluster.SettleAsync();
        Assert.Equal(404, (await cluster.AskAsync("GET", "/apis/example.dev/v1/things/t")).Status);
    }
}
