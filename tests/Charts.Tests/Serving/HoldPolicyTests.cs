using System.Text.Json.Nodes;

namespace Rollout.Charts.Tests.Serving;

/// <summary>The chart's admission policies at work: who may change what of a labelled workload, and what comes of it.</summary>
public class HoldPolicyTests
{
    private const int Closed = int.MaxValue;
    private const string NewTemplate = """ "template": {"spec": {"containers": [{"name": "shop", "image": "shop:v2"}]}} """;

    [Fact]
    public async Task A_new_template_of_a_deployment_is_held_in_the_request_that_brings_it_and_the_person_is_told()
    {
        await using var cluster = await WithAsync("Deployment", "deployments");
        Assert.Null((await cluster.MergeAsync(Of("deployments"), """{"spec": {"replicas": 3}}""")).Body!["spec"]!["paused"]);
        var changed = await cluster.MergeAsync(Of("deployments"), $$"""{"spec": { "paused": false, {{NewTemplate}} } }""");
        Assert.True((bool?)changed.Body!["spec"]!["paused"]);
        Assert.Contains("held and given out in stages", changed.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_deployment_is_let_go_by_the_controller_or_without_its_label_and_not_else()
    {
        await using var cluster = await WithAsync("Deployment", "deployments");
        await cluster.MergeAsync(Of("deployments"), $$"""{"spec": { {{NewTemplate}} } }""");
        var unpaused = await cluster.MergeAsync(Of("deployments"), """{"spec": {"paused": false}}""");
        Assert.True((bool?)unpaused.Body!["spec"]!["paused"]);
        Assert.Empty(unpaused.Warnings);
        var promoted = await cluster.ControllerAsync("PATCH", Of("deployments"), """[{"op": "add", "path": "/spec/paused", "value": false}]""", "application/json-patch+json");
        Assert.Equal((200, null), (promoted.Status, promoted.Body!["spec"]!["paused"]));
        await cluster.MergeAsync(Of("deployments"), """{"spec": {"template": {"metadata": {"labels": {"more": "x"}}}}}""");
        var released = await cluster.MergeAsync(Of("deployments"), """{"metadata": {"labels": {"staggered.dev/rollout": null}}, "spec": {"paused": false}}""");
        Assert.Null(released.Body!["spec"]!["paused"]);
    }

    [Theory]
    [InlineData("Deployment", "deployments")]
    [InlineData("StatefulSet", "statefulsets")]
    [InlineData("DaemonSet", "daemonsets")]
    public async Task A_label_taken_away_together_with_a_new_template_lets_nothing_through(string kind, string plural)
    {
        await using var cluster = await WithAsync(kind, plural);
        var changed = await cluster.MergeAsync(Of(plural), $$$"""{"metadata": {"labels": {"staggered.dev/rollout": null}}, "spec": { {{{NewTemplate}}} } }""");
        Assert.True(IsHeld(changed.Body!));
        Assert.Contains("taken away with it", changed.Warnings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deployment", "deployments")]
    [InlineData("StatefulSet", "statefulsets")]
    [InlineData("DaemonSet", "daemonsets")]
    public async Task What_is_not_labelled_is_nobodys_business_and_neither_is_the_controllers_own_write(string kind, string plural)
    {
        await using var cluster = await WithAsync(kind, plural, labels: "");
        var free = await cluster.MergeAsync(Of(plural), $$"""{"spec": { {{NewTemplate}} } }""");
        Assert.Equal((false, ""), (IsHeld(free.Body!), free.Warnings));
        await cluster.MergeAsync(Of(plural), """{"metadata": {"labels": {"staggered.dev/rollout": "shop"}}}""");
        var own = await cluster.ControllerAsync("PATCH", Of(plural), """{"spec": {"template": {"metadata": {"labels": {"more": "x"}}}}}""", "application/merge-patch+json");
        Assert.Equal((200, false, ""), (own.Status, IsHeld(own.Body!), own.Warnings));
    }

    [Fact]
    public async Task The_partition_of_a_stateful_set_closes_at_a_new_template_and_stays_where_it_is_without_one()
    {
        await using var cluster = await WithAsync("StatefulSet", "statefulsets");
        Assert.Equal(0, Partition((await cluster.MergeAsync(Of("statefulsets"), """{"spec": {"replicas": 3}}""")).Body!));
        Assert.Equal(Closed, Partition((await cluster.MergeAsync(Of("statefulsets"), $$"""{"spec": { {{NewTemplate}} } }""")).Body!));
        Assert.Equal(Closed, Partition((await cluster.MergeAsync(Of("statefulsets"), """{"spec": {"updateStrategy": {"rollingUpdate": {"partition": 0}}}}""")).Body!));
        var stage = await cluster.ControllerAsync("PATCH", Of("statefulsets"), """{"spec": {"updateStrategy": {"rollingUpdate": {"partition": 2}}}}""", "application/merge-patch+json");
        Assert.Equal((200, 2), (stage.Status, Partition(stage.Body!)));
        Assert.Equal(2, Partition((await cluster.MergeAsync(Of("statefulsets"), """{"spec": {"updateStrategy": {"rollingUpdate": null}, "replicas": 4}}""")).Body!));
        var superseded = await cluster.MergeAsync(Of("statefulsets"), """{"spec": {"template": {"metadata": {"labels": {"more": "x"}}}}}""");
        Assert.Equal(Closed, Partition(superseded.Body!));
    }

    [Fact]
    public async Task A_stateful_set_without_partitions_is_left_alone()
    {
        await using var cluster = await WithAsync("StatefulSet", "statefulsets", """, "updateStrategy": {"type": "OnDelete"}""");
        var changed = await cluster.MergeAsync(Of("statefulsets"), $$"""{"spec": { {{NewTemplate}} } }""");
        Assert.Null(changed.Body!["spec"]!["updateStrategy"]!["rollingUpdate"]);
    }

    [Fact]
    public async Task A_daemon_set_keeps_its_users_strategy_beside_the_hold()
    {
        await using var cluster = await WithAsync("DaemonSet", "daemonsets", """, "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 2}}""");
        Assert.False(IsHeld((await cluster.MergeAsync(Of("daemonsets"), """{"spec": {"minReadySeconds": 3}}""")).Body!));
        var changed = await cluster.MergeAsync(Of("daemonsets"), $$"""{"spec": { "updateStrategy": {"type": "RollingUpdate"}, {{NewTemplate}} } }""");
        Assert.Equal(("OnDelete", 2), ((string?)changed.Body!["spec"]!["updateStrategy"]!["type"], (int)changed.Body["spec"]!["updateStrategy"]!["rollingUpdate"]!["maxUnavailable"]!));
        Assert.True(IsHeld((await cluster.MergeAsync(Of("daemonsets"), """{"spec": {"updateStrategy": {"type": "RollingUpdate"}}}""")).Body!));
        var back = await cluster.ControllerAsync("PATCH", Of("daemonsets"), """{"spec": {"updateStrategy": {"type": "RollingUpdate"}}}""", "application/merge-patch+json");
        Assert.False(IsHeld(back.Body!));
    }

    [Fact]
    public async Task Bound_to_one_namespace_they_hold_nothing_elsewhere()
    {
        await using var cluster = await ServedCluster.StartAsync("namespace: store");
        foreach (var (space, held) in new[] { ("store", true), ("default", false) })
        {
            await cluster.PersonAsync("POST", $"/apis/apps/v1/namespaces/{space}/deployments", Workload("Deployment", "", Label));
            var changed = await cluster.MergeAsync($"/apis/apps/v1/namespaces/{space}/deployments/shop", $$"""{"spec": { {{NewTemplate}} } }""");
            Assert.Equal((held, held), (IsHeld(changed.Body!), changed.Warnings.Length > 0));
        }
    }

    private const string Label = """ "staggered.dev/rollout": "shop" """;

    private static async Task<ServedCluster> WithAsync(string kind, string plural, string spec = "", string labels = Label)
    {
        var cluster = await ServedCluster.StartAsync();
        await cluster.PersonAsync("POST", $"/apis/apps/v1/namespaces/default/{plural}", Workload(kind, spec, labels));
        return cluster;
    }

    private static string Of(string plural) => $"/apis/apps/v1/namespaces/default/{plural}/shop";

    private static string Workload(string kind, string spec, string labels) => $$$"""
        {"apiVersion": "apps/v1", "kind": "{{{kind}}}", "metadata": {"name": "shop", "labels": { {{{labels}}} }},
         "spec": {"selector": {"matchLabels": {"app": "shop"}}, "template": {"metadata": {"labels": {"app": "shop"}},
          "spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}} {{{(kind == "StatefulSet" ? ", \"serviceName\": \"shop\"" : "")}}} {{{spec}}} } }
        """;

    private static bool IsHeld(JsonNode workload) => (bool?)workload["spec"]!["paused"] == true
        || (string?)workload["spec"]!["updateStrategy"]?["type"] == "OnDelete" || Partition(workload) == Closed;

    private static int Partition(JsonNode workload) => (int?)workload["spec"]!["updateStrategy"]?["rollingUpdate"]?["partition"] ?? 0;
}
