using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Controllers;

public class DaemonSetTests
{
    private const string Agent = "/apis/apps/v1/namespaces/default/daemonsets/agent";

    [Fact]
    public async Task A_new_node_gets_the_pending_template_although_nothing_else_moves()
    {
        await using var cluster = await HeldAsync();
        await cluster.CreateAsync("/api/v1/nodes", """{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "fake-node-7"}}""");
        await cluster.SettleAsync();
        var pods = await cluster.PodsAsync("app=agent");
        Assert.Equal(4, pods.Count);
        Assert.Equal("agent:v2", Image(pods.Single(pod => pod.Text("spec", "nodeName") == "fake-node-7")));
        Assert.All(pods.Where(pod => pod.Text("spec", "nodeName") != "fake-node-7"), pod => Assert.Equal("agent:v1", Image(pod)));
    }

    [Fact]
    public async Task The_old_revision_is_restored_by_a_strategic_merge_patch_and_takes_the_highest_number()
    {
        await using var cluster = await HeldAsync();
        var revisions = await RevisionsAsync(cluster);
        var old = revisions.Single(one => one.Whole("revision") == 1);
        var (status, _) = await cluster.AskAsync("PATCH", Agent, old["data"]!.ToJsonString(), "application/strategic-merge-patch+json");
        Assert.Equal(200, status);
        await cluster.SettleAsync();
        var now = await RevisionsAsync(cluster);
        Assert.Equal(2, now.Count);
        Assert.Equal(3, now.Single(one => one.Text("metadata", "name") == old.Text("metadata", "name")).Whole("revision"));
        Assert.Equal("3", (await cluster.GetAsync(Agent)).Text("metadata", "annotations", "deprecated.daemonset.template.generation"));
        Assert.Equal(3, (await cluster.GetAsync(Agent)).Whole("status", "updatedNumberScheduled"));
    }

    [Fact]
    public async Task As_a_merge_patch_the_same_data_is_warned_of()
    {
        await using var cluster = await HeldAsync();
        using var request = new HttpRequestMessage(HttpMethod.Patch, Agent + "?fieldValidation=Warn");
        request.Content = new StringContent("""{"spec": {"template": {"$patch": "replace"}}}""");
        request.Content.Headers.ContentType = new("application/merge-patch+json");
        using var response = await cluster.Http.SendAsync(request);
        Assert.Contains("unknown field \\\"spec.template.$patch\\\"", response.Headers.GetValues("Warning").Single(),
            StringComparison.Ordinal);
    }

    private static async Task<FakeCluster> HeldAsync()
    {
        var cluster = await FakeCluster.StartAsync();
        var workload = FakeCluster.Workload("DaemonSet", "agent", "agent:v1", null, """ "updateStrategy": {"type": "OnDelete"} """);
        await cluster.CreateAsync("/apis/apps/v1/namespaces/default/daemonsets", workload);
        await cluster.SettleAsync();
        await cluster.MergeAsync(Agent, FakeCluster.NewImage("agent:v2"));
        await cluster.SettleAsync();
        return cluster;
    }

    private static async Task<List<System.Text.Json.Nodes.JsonObject>> RevisionsAsync(FakeCluster cluster) =>
        [.. (await cluster.GetAsync("/apis/apps/v1/namespaces/default/controllerrevisions")).Maps("items")];

    private static string? Image(System.Text.Json.Nodes.JsonObject pod) => pod.Maps("spec", "containers").First().Text("image");
}
