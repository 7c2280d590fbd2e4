using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Writing;

/// <summary>Server-side apply of a built-in kind: defaults, zero values and lists with keys are where it differs from a custom one.</summary>
public class ApplyTests
{
    private const string Shop = "/apis/apps/v1/namespaces/default/deployments/shop";

    [Fact]
    public async Task Applied_twice_nothing_is_written_the_second_time()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var (created, first) = await ApplyAsync(cluster, "git", Manifest());
        var (again, second) = await ApplyAsync(cluster, "git", Manifest());
        Assert.Equal((201, 200), (created, again));
        Assert.True(JsonNode.DeepEquals(first, second));
    }

    [Fact]
    public async Task Defaults_belong_to_nobody_and_a_second_manager_may_own_the_same_value()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await ApplyAsync(cluster, "git", Manifest());
        var (status, body) = await ApplyAsync(cluster, "other", """{"spec": {"replicas": 2}}""");
        Assert.Equal(200, status);
        var owned = body.Maps("metadata", "managedFields").ToDictionary(entry => entry.Text("manager")!, entry =>
            entry["fieldsV1"]!.ToJsonString());
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", owned["other"]);
        Assert.DoesNotContain("f:strategy", owned["git"], StringComparison.Ordinal);
        Assert.Equal(409, (await ApplyAsync(cluster, "other", """{"spec": {"replicas": 5}}""")).Status);
    }

    [Fact]
    public async Task What_an_applier_no_longer_names_goes_and_what_somebody_else_added_stays()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await ApplyAsync(cluster, "git", Manifest("\"env\": [{\"name\": \"A\", \"value\": \"1\"}],"));
        await ApplyAsync(cluster, "other", Container("\"env\": [{\"name\": \"B\", \"value\": \"2\"}],", ""));
        var (_, body) = await ApplyAsync(cluster, "git", Manifest());
        Assert.Equal(["B"], body.At("spec", "template", "spec").Maps("containers").Single().Maps("env").Select(one => one.Text("name")));
    }

    [Fact]
    public async Task A_held_deployment_stays_held_when_an_applier_does_not_speak_of_it()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await ApplyAsync(cluster, "git", Manifest());
        await cluster.MergeAsync(Shop + "?fieldManager=rollout", """{"spec": {"paused": true}}""");
        Assert.True((await ApplyAsync(cluster, "git", Manifest(image: "shop:v2"))).Body.Flag("spec", "paused"));
    }

    [Fact]
    public async Task An_applied_status_with_a_wrong_uid_is_taken_all_the_same()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await ApplyAsync(cluster, "git", Manifest());
        var (status, body) = await ApplyAsync(cluster, "ctl", """{"metadata": {"name": "shop", "uid": "no-such"}, "status": {"replicas": 4}}""", "/status");
        Assert.Equal((200, 4L), (status, body.Whole("status", "replicas")));
    }

    private static Task<(int Status, JsonNode? Body)> ApplyAsync(FakeCluster cluster, string manager, string configuration,
        string subresource = "")
    {
        var whole = (JsonObject)JsonNode.Parse(configuration)!;
        whole["apiVersion"] = "apps/v1";
        whole["kind"] = "Deployment";
        whole["metadata"] ??= new JsonObject { ["name"] = "shop" };
        return cluster.AskAsync("PATCH", $"{Shop}{subresource}?fieldManager={manager}", whole.ToJsonString(),
            "application/apply-patch+yaml");
    }

    private static string Manifest(string more = "", string image = "shop:v1")
    {
        var whole = JsonNode.Parse(Container(more, image))!;
        whole["spec"]!["replicas"] = 2;
        whole["spec"]!["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "shop" } };
        whole["spec"]!["template"]!["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "shop" } };
        return whole.ToJsonString();
    }

    private static string Container(string more, string image)
    {
        var named = image.Length == 0 ? "" : $"\"image\": \"{image}\", \"ports\": [{{\"containerPort\": 80}}],";
        return $$$"""{"spec": {"template": {"spec": {"containers": [{ {{{named}}} {{{more}}} "name": "c" }] } } } }""";
    }
}
