using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Controllers;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Controllers;

/// <summary>
/// What a paused Deployment does all the same: found on a real 1.36.2 control plane, beyond what the recordings show.
/// A rollout controller that is tested here must meet these, not a Deployment as one would wish it.
/// </summary>
public class HeldDeploymentTests
{
    private const string Apps = "/apis/apps/v1/namespaces/default/";
    private const string Shop = Apps + "deployments/shop";

    [Fact]
    public async Task With_only_the_stable_set_left_a_held_deployment_comes_back_from_zero_on_stable()
    {
        await using var cluster = await HeldAsync(3, "");
        await cluster.MergeAsync(Shop + "/scale", """{"spec": {"replicas": 0}}""");
        await cluster.SettleAsync();
        await cluster.MergeAsync(Shop + "/scale", """{"spec": {"replicas": 3}}""");
        await cluster.SettleAsync();
        Assert.Equal(["shop:v1", "shop:v1", "shop:v1"], await ImagesAsync(cluster));
    }

    [Fact]
    public async Task Without_history_scaling_a_held_deployment_to_zero_deletes_the_stable_set_and_nothing_comes_back()
    {
        await using var cluster = await HeldAsync(3, "\"revisionHistoryLimit\": 0");
        await cluster.MergeAsync(Shop + "/scale", """{"spec": {"replicas": 0}}""");
        await cluster.SettleAsync();
        Assert.Empty((await cluster.GetAsync(Apps + "replicasets")).List("items"));
        await cluster.MergeAsync(Shop + "/scale", """{"spec": {"replicas": 3}}""");
        await cluster.SettleAsync();
        Assert.Empty(await ImagesAsync(cluster));
    }

    [Fact]
    public async Task The_progress_deadline_rests_while_held_and_its_clock_starts_again_at_the_resume()
    {
        await using var cluster = await HeldAsync(2, "\"progressDeadlineSeconds\": 8");
        cluster.Server.Controllers.Pods.Fail("shop:v2", PodFailure.NeverReady);
        await cluster.RunAsync(TimeSpan.FromSeconds(12));
        Assert.Equal("DeploymentPaused", await ReasonAsync(cluster));
        await cluster.MergeAsync(Shop, """{"spec": {"paused": false}}""");
        await cluster.RunAsync(TimeSpan.FromSeconds(7));
        Assert.NotEqual("ProgressDeadlineExceeded", await ReasonAsync(cluster));
        await cluster.RunAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("ProgressDeadlineExceeded", await ReasonAsync(cluster));
    }

    [Fact]
    public async Task Paused_again_in_the_middle_it_takes_no_new_step_until_the_new_set_has_all_pods()
    {
        await using var cluster = await HeldAsync(12, "");
        await cluster.MergeAsync(Shop, """{"spec": {"paused": false}}""");
        await cluster.Server.Controllers.SettleAsync(cluster.Time.Advance, () => Sizes(cluster).New >= 6);
        await cluster.MergeAsync(Shop, """{"spec": {"paused": true}}""");
        await cluster.SettleAsync();
        var (old, fresh) = Sizes(cluster);
        Assert.InRange(old, 1, 11);
        Assert.InRange(old + fresh, 12, 15);
        Assert.Equal(old, (await ImagesAsync(cluster)).Count(image => image == "shop:v1"));

        await cluster.MergeAsync(Shop, """{"spec": {"paused": false}}""");
        await cluster.Server.Controllers.SettleAsync(cluster.Time.Advance, () => Sizes(cluster).New == 12);
        await cluster.MergeAsync(Shop, """{"spec": {"paused": true}}""");
        await cluster.SettleAsync();
        Assert.Equal((0, 12), Sizes(cluster));
    }

    [Fact]
    public async Task The_old_template_and_a_resume_roll_back_without_going_below_the_limit()
    {
        await using var cluster = await HeldAsync(12, "");
        await cluster.MergeAsync(Shop, """{"spec": {"paused": false}}""");
        await cluster.Server.Controllers.SettleAsync(cluster.Time.Advance, () => Sizes(cluster).New >= 6);
        await cluster.MergeAsync(Shop, FakeCluster.NewImage("shop:v1"));
        var least = 12;
        await cluster.Server.Controllers.SettleAsync(cluster.Time.Advance, () =>
        {
            least = Math.Min(least, cluster.Server.Snapshot("pods")
                .Count(pod => PodStates.IsReady((JsonObject)pod) && PodStates.IsActive((JsonObject)pod)));
            return false;
        });

        Assert.InRange(least, 9, 12);
        Assert.Equal(Enumerable.Repeat("shop:v1", 12), await ImagesAsync(cluster));
    }

    [Fact]
    public async Task A_pod_of_a_held_deployment_that_is_deleted_comes_back_on_stable()
    {
        await using var cluster = await HeldAsync(2, "");
        var pod = (await cluster.PodsAsync("app=shop"))[0].Text("metadata", "name");
        Assert.Equal(200, (await cluster.AskAsync("DELETE", $"/api/v1/namespaces/default/pods/{pod}")).Status);
        await cluster.SettleAsync();
        Assert.Equal(["shop:v1", "shop:v1"], await ImagesAsync(cluster));
    }

    /// <summary>v1 runs everywhere; v2 is asked for and held.</summary>
    private static async Task<FakeCluster> HeldAsync(int replicas, string spec)
    {
        var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Apps + "deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", replicas, spec));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Shop, """{"spec": {"paused": true}}""");
        await cluster.MergeAsync(Shop, FakeCluster.NewImage("shop:v2"));
        await cluster.SettleAsync();
        return cluster;
    }

    private static async Task<List<string>> ImagesAsync(FakeCluster cluster) =>
        [.. (await cluster.PodsAsync("app=shop")).Where(PodStates.IsActive)
            .Select(pod => pod.Maps("spec", "containers").First().Text("image")!)];

    private static async Task<string?> ReasonAsync(FakeCluster cluster) =>
        (await cluster.GetAsync(Shop)).Maps("status", "conditions").First(one => one.Text("type") == "Progressing").Text("reason");

    private static (int Old, int New) Sizes(FakeCluster cluster)
    {
        var sets = cluster.Server.Snapshot("replicasets").ToLookup(set =>
            set.At("spec", "template", "spec").Maps("containers").First().Text("image"));
        return (sets["shop:v1"].Sum(set => (int)set.Whole("spec", "replicas")!),
            sets["shop:v2"].Sum(set => (int)set.Whole("spec", "replicas")!));
    }
}
