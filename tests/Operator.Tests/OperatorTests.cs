using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;

namespace Rollout.Operator.Tests;

/// <summary>The whole operator in this process, on our own API server.</summary>
public sealed class OperatorTests
{
    /// <summary>As it is installed by the chart: its roles and its admission policies. Without the policies the same is shown by tests/e2e.</summary>
    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task A_good_version_is_promoted_and_a_bad_one_taken_back(string kind)
    {
        await using var ground = await Ground.OpenAsync(kind, policies: true);
        await using var controller = await ground.ControlAsync();
        await ground.UntilAsync("Idle");
        var plural = kind.ToLowerInvariant() + "s";
        await ground.ReleaseAsync("v2", plural: plural);
        await ground.UntilAsync("Promoted");
        await ground.UntilAsync(() => ground.Versions() is { Count: 1 } all && all.GetValueOrDefault("v2") == 4);

        await ground.ReleaseAsync("v3", earns: "0.4", plural);
        await ground.UntilAsync("RolledBack");
        await ground.UntilAsync(() => ground.Versions() is { Count: 1 } all && all.GetValueOrDefault("v2") == 4);
        var status = ground.Status();
        Assert.Equal(["RolledBack", "Promoted"], status["outcomes"]!.AsArray().Select(o => (string?)o!["result"]));
        Assert.Equal("HarmProven", (string?)status["refusedRevisions"]![0]!["reason"]);
        Assert.Equal("Worse", (string?)status["verdict"]!["overall"]);
        Assert.StartsWith("-0.", (string?)status["verdict"]!["metrics"]![0]!["effect"], StringComparison.Ordinal);
        Assert.Equal("False", Condition(status, "Healthy"));
        await ground.UntilAsync(() => ground.Server.Snapshot("events").Any(e => (string?)e["reason"] == "WayBackOver"));
        await ground.DeleteAsync();

        Assert.Equal(3, ground.Server.Snapshot("mutatingadmissionpolicies").Count);

        // The controller had the roles of the chart and no more: what they lack is named here.
        Assert.Empty(ground.Server.Forbidden);
    }

    [Fact]
    public async Task At_rest_it_has_no_loop_and_a_change_that_means_nothing_costs_no_request()
    {
        await using var ground = await Ground.OpenAsync();
        var counted = new CountingCredentials(ground.ControllerToken);
        await using var controller = await ground.ControlAsync(counted);
        await ground.UntilAsync("Idle");
        await ground.UntilAsync(() => controller.Term is { } term && term.Reconciler.LiveCount == 0 && term.Depth == 0);
        var before = counted.Requests;
        var deployments = ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("apps", "v1", "deployments", "Deployment")));
        for (var i = 0; i < 20; i++)
        {
            var seen = controller.Term!.Reconciler.Looks;
            var note = (JsonObject)JsonNode.Parse($$$"""{"metadata": {"annotations": {"note": "{{{i}}}"} } }""")!;
            Ground.Ok(await deployments.PatchAsync(new ObjectKey("default", "shop"), Patch.Merge(note), WriteOptions.Default, default));
            await ground.UntilAsync(() => controller.Term!.Reconciler.Looks > seen);
        }

        Assert.Equal(0, controller.Term!.Reconciler.LiveCount);
        Assert.Equal(before, counted.Requests);
    }

    [Fact]
    public async Task When_the_leader_dies_the_standby_takes_over_and_while_it_lives_it_does_not()
    {
        await using var ground = await Ground.OpenAsync();
        var life = new MortalCredentials(ground.ControllerToken, int.MaxValue);
        var leader = await ground.ControlAsync(life, o => o with { LeaderElect = true, Lease = Lease("one") });
        await ground.HeldAsync("Idle");
        await using var standby = await ground.ControlAsync(change: o => o with { LeaderElect = true, Lease = Lease("two") });
        await ground.UntilAsync(() => standby.NotReady is null);
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync("Judging");
        Assert.Equal((true, false), (leader.Leads, standby.Leads));
        life.Kill();
        await ground.UntilAsync(() => standby.Leads);
        await ground.UntilAsync("Promoted");
        await ground.UntilAsync(() => ground.Versions() is { Count: 1 } all && all.GetValueOrDefault("v2") == 4);
        Assert.Single(ground.Status()["outcomes"]!.AsArray());
        await leader.DisposeAsync();
        Assert.Empty(ground.Server.Forbidden);
    }

    [Fact]
    public async Task The_second_rollout_of_a_workload_is_refused_by_the_name_of_the_first_and_has_its_turn_when_that_is_gone()
    {
        await using var ground = await Ground.OpenAsync();
        await using var controller = await ground.ControlAsync();
        await ground.UntilAsync("Idle");
        await ground.CreateRolloutAsync("younger");
        await ground.UntilAsync("Invalid", "younger");
        Assert.Contains("StaggeredRollout shop", Message(ground.Status("younger"), "Ready"), StringComparison.Ordinal);
        await ground.DeleteAsync();
        await ground.UntilAsync("Idle", "younger");
    }

    [Fact]
    public async Task Everything_that_is_wrong_stands_in_one_condition()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var controller = await ground.ControlAsync();
        await ground.CreateRolloutAsync("shop", more: """, "probes": [{"name": "no-such-probe"}], "metrics": [{"name": "a", "metricRef": {"name": "no-such-metric"}}] """);
        await ground.UntilAsync("Invalid");
        var message = Message(ground.Status(), "Ready");
        Assert.Contains("BusinessMetric no-such-metric", message, StringComparison.Ordinal);
        Assert.Contains("AcceptanceProbe no-such-probe", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_of_the_API_need_a_token_of_the_cluster_and_the_right_to_do_the_same_with_kubectl()
    {
        await using var ground = await Ground.OpenAsync();
        await using var controller = await ground.ControlAsync();
        await ground.HeldAsync("Idle");
        using var http = new HttpClient { BaseAddress = controller.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, "pause", "", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, "pause", "", "of-nobody"));
        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "serviceaccounts", "ServiceAccount"))).CreateAsync(
            (JsonObject)JsonNode.Parse("""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "reader", "namespace": "default"}}""")!, WriteOptions.Default, default));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(http, "pause", "", ground.Server.TokenFor("default", "reader")));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(http, "start", """{"images": {"shop": "shop:2"}}""", ground.Server.AdminToken));
        await ground.UntilAsync(() => ground.Phase() is not "Idle");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync(http, "start", """{"images": {"sho": "shop:2"}}""", ground.Server.AdminToken));
        await ground.UntilAsync(() => ground.Status()["canaryRevision"] is not null);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(http, "abort", "", ground.Server.AdminToken));
        await ground.UntilAsync("RolledBack");
        Assert.Equal("Aborted", (string?)ground.Status()["outcomes"]![0]!["result"]);
        await using var stream = await http.GetStreamAsync(new Uri("/api/v1/rollouts", UriKind.Relative));
        var listed = (await JsonNode.ParseAsync(stream))!["items"]!.AsArray();
        Assert.Equal(("shop", "RolledBack"), ((string?)Assert.Single(listed)!["metadata"]!["name"], (string?)listed[0]!["status"]!["phase"]));
        Assert.Empty(ground.Server.Forbidden);
    }

    [Fact]
    public async Task A_metric_says_in_its_status_whether_it_is_valid()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var controller = await ground.ControlAsync();
        await ground.UntilAsync(() => Metric(ground) is { } status && Condition(status, "Ready") == "True");
        var metrics = ground.Admin.Resources(ResourceKinds.Untyped(Server.Operator.OperatorKinds.MetricType));
        var change = (JsonObject)JsonNode.Parse("""{"spec": {"nodeLabel": "no-such-label"} }""")!;
        Ground.Ok(await metrics.PatchAsync(new ObjectKey("default", "orders"), Patch.Merge(change), WriteOptions.Default, default));
        await ground.UntilAsync(() => Condition(Metric(ground)!, "Ready") == "False");
        Assert.Contains("spec.nodeLabel", Message(Metric(ground)!, "Ready"), StringComparison.Ordinal);
    }

    private static JsonObject? Metric(Ground ground) => ground.Server.Read("/apis/staggered.dev/v1alpha1/namespaces/default/businessmetrics/orders")?["status"] as JsonObject;

    private static LeaseOptions Lease(string identity) => new()
    {
        Identity = identity, Duration = TimeSpan.FromSeconds(3), RenewDeadline = TimeSpan.FromSeconds(2), Retry = TimeSpan.FromMilliseconds(300),
    };

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string verb, string body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/rollouts/default/shop/{verb}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static string? Condition(JsonObject status, string type) => (string?)status["conditions"]?.AsArray().FirstOrDefault(c => (string?)c!["type"] == type)?["status"];

    private static string Message(JsonObject status, string type) => (string?)status["conditions"]!.AsArray().SingleOrDefault(c => (string?)c!["type"] == type)?["message"] ?? "";
}
