using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Controllers;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Controllers;

/// <summary>What the recordings do not show: failures, deadlines, orders of replacement.</summary>
public class WorkloadTests
{
    private const string Apps = "/apis/apps/v1/namespaces/default/";

    [Fact]
    public async Task A_deployment_whose_new_image_cannot_be_pulled_stops_at_its_limits_and_exceeds_its_deadline()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Controllers.Pods.Fail("shop:v9", PodFailure.ImagePull);
        await cluster.CreateAsync(Apps + "deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", 4));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Apps + "deployments/shop", FakeCluster.NewImage("shop:v9"));
        await cluster.RunAsync(TimeSpan.FromSeconds(60));

        var status = (await cluster.GetAsync(Apps + "deployments/shop"))["status"];
        Assert.Equal((2, 3), (status.Whole("updatedReplicas"), status.Whole("availableReplicas")));
        Assert.Equal("ReplicaSetUpdated", Progressing(status).Text("reason"));
        var broken = (await cluster.PodsAsync("app=shop")).First(pod => pod.Maps("spec", "containers").First().Text("image") == "shop:v9");
        Assert.Equal("Pending", broken.Text("status", "phase"));
        Assert.Equal("ImagePullBackOff", broken.Maps("status", "containerStatuses").First().Text("state", "waiting", "reason"));

        await cluster.RunAsync(TimeSpan.FromSeconds(620));
        status = (await cluster.GetAsync(Apps + "deployments/shop"))["status"];
        Assert.Equal(("False", "ProgressDeadlineExceeded"), (Progressing(status).Text("status"), Progressing(status).Text("reason")));
    }

    [Fact]
    public async Task A_crashing_pod_runs_and_is_not_ready_and_an_unschedulable_one_has_no_node()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Controllers.Pods.Fail("crash", PodFailure.Crash);
        cluster.Server.Controllers.Pods.Fail("huge", PodFailure.Unschedulable);
        await cluster.CreateAsync(Apps + "replicasets", FakeCluster.Workload("ReplicaSet", "a", "crash:v1", 1));
        await cluster.CreateAsync(Apps + "replicasets", FakeCluster.Workload("ReplicaSet", "b", "huge:v1", 1));
        await cluster.SettleAsync();

        var crashed = Assert.Single(await cluster.PodsAsync("app=a"));
        Assert.Equal("CrashLoopBackOff", crashed.Maps("status", "containerStatuses").First().Text("state", "waiting", "reason"));
        Assert.Equal(3, crashed.Maps("status", "containerStatuses").First().Whole("restartCount"));
        var waiting = Assert.Single(await cluster.PodsAsync("app=b"));
        Assert.Null(waiting.Text("spec", "nodeName"));
        Assert.Equal("Unschedulable", waiting.Maps("status", "conditions").First().Text("reason"));
    }

    [Fact]
    public async Task Recreate_ends_all_old_pods_before_it_starts_new_ones()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Apps + "deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", 3, """ "strategy": {"type": "Recreate"}, """));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Apps + "deployments/shop", FakeCluster.NewImage("shop:v2"));

        var sawNone = false;
        var mixed = false;
        await cluster.Server.Controllers.SettleAsync(cluster.Time.Advance, () =>
        {
            var images = Images(cluster);
            sawNone |= images.Count == 0;
            mixed |= images.Distinct(StringComparer.Ordinal).Count() > 1;
            return false;
        });

        Assert.True(sawNone);
        Assert.False(mixed);
        Assert.Equal(["shop:v2", "shop:v2", "shop:v2"], Images(cluster));
    }

    [Fact]
    public async Task Available_waits_for_minReadySeconds()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Apps + "deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", 1, """ "minReadySeconds": 30, """));
        await cluster.RunAsync(TimeSpan.FromSeconds(20));
        var status = (await cluster.GetAsync(Apps + "deployments/shop"))["status"];
        Assert.Equal((1L, null), (status.Whole("readyReplicas"), status.Whole("availableReplicas")));
        await cluster.RunAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, (await cluster.GetAsync(Apps + "deployments/shop")).Whole("status", "availableReplicas"));
    }

    [Fact]
    public async Task An_ordered_stateful_set_waits_for_a_broken_pod_and_raising_the_partition_does_not_mend_it()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Controllers.Pods.Fail("db:v2", PodFailure.NeverReady);
        await cluster.CreateAsync(Apps + "statefulsets", FakeCluster.Workload("StatefulSet", "db", "db:v1", 4, """ "serviceName": "db", "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 3}}, """));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Apps + "statefulsets/db", FakeCluster.NewImage("db:v2"));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Apps + "statefulsets/db", """{"spec": {"replicas": 6, "updateStrategy": {"rollingUpdate": {"partition": 2147483647}}}}""");
        await cluster.SettleAsync();

        Assert.Equal(["db:v1", "db:v1", "db:v1", "db:v2"], (await cluster.PodsAsync("app=db"))
            .Select(pod => pod.Maps("spec", "containers").First().Text("image")));
        Assert.Equal(200, (await cluster.AskAsync("DELETE", "/api/v1/namespaces/default/pods/db-3")).Status);
        await cluster.SettleAsync();
        Assert.Equal(Enumerable.Repeat("db:v1", 6), (await cluster.PodsAsync("app=db"))
            .Select(pod => pod.Maps("spec", "containers").First().Text("image")));
    }

    [Fact]
    public async Task A_stateful_set_scaled_to_zero_takes_the_pending_revision_for_its_own()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync(Apps + "statefulsets", FakeCluster.Workload("StatefulSet", "db", "db:v1", 2, """ "serviceName": "db", "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 2147483647}}, """));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Apps + "statefulsets/db", FakeCluster.NewImage("db:v2"));
        await cluster.SettleAsync();
        var held = (await cluster.GetAsync(Apps + "statefulsets/db"))["status"];
        Assert.NotEqual(held.Text("currentRevision"), held.Text("updateRevision"));

        await cluster.MergeAsync(Apps + "statefulsets/db/scale", """{"spec": {"replicas": 0}}""");
        await cluster.SettleAsync();
        var zero = (await cluster.GetAsync(Apps + "statefulsets/db"))["status"];
        Assert.Equal(held.Text("updateRevision"), zero.Text("currentRevision"));
    }

    [Fact]
    public async Task A_rolling_daemon_set_never_lacks_more_pods_than_it_may()
    {
        await using var cluster = await FakeCluster.StartAsync(options => options with { Nodes = 5 });
        await cluster.CreateAsync(Apps + "daemonsets", FakeCluster.Workload("DaemonSet", "agent", "agent:v1", null));
        await cluster.SettleAsync();
        await cluster.MergeAsync(Apps + "daemonsets/agent", FakeCluster.NewImage("agent:v2"));

        var least = 5L;
        await cluster.Server.Controllers.SettleAsync(cluster.Time.Advance, () =>
        {
            least = Math.Min(least, Pods(cluster).Count(PodStates.IsReady) - Pods(cluster)
                .Count(pod => PodStates.IsTerminating(pod) && PodStates.IsReady(pod)));
            return false;
        });

        Assert.Equal(4, least);
        Assert.Equal(Enumerable.Repeat("agent:v2", 5), Images(cluster));
    }

    private static JsonObject Progressing(JsonNode? status) => status.Maps("conditions").First(one => one.Text("type") == "Progressing");

    private static List<JsonObject> Pods(FakeCluster cluster) => [.. cluster.Server.Snapshot("pods").Select(node => (JsonObject)node)];

    private static List<string> Images(FakeCluster cluster) =>
        [.. Pods(cluster).Select(pod => pod.Maps("spec", "containers").First().Text("image")!)];
}
