using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Tests.Writing;

/// <summary>Limits of size and what a write of the status may touch, as measured on a real 1.36.2 API server.</summary>
public class LimitTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Shop = "/apis/apps/v1/namespaces/default/deployments/shop";

    [Fact]
    public async Task Annotations_beyond_256_KiB_are_invalid()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var (status, body) = await cluster.AskAsync("POST", Maps, Config("annotations", 262_145));
        Assert.Equal((422, "FieldValueTooLong", "metadata.annotations"),
            (status, body.Maps("details", "causes").Single().Text("reason"), body.Maps("details", "causes").Single().Text("field")));
    }

    [Fact]
    public async Task An_object_too_large_for_the_store_is_an_error_of_the_server_and_a_larger_body_is_not_read()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var (status, body) = await cluster.AskAsync("POST", Maps, Config("data", 1_600_000));
        Assert.Equal((500, true), (status, body.Text("message")!.Contains("request is too large", StringComparison.Ordinal)));
        Assert.Equal(413, (await cluster.AskAsync("POST", Maps, Config("data", 3_200_000))).Status);
    }

    [Fact]
    public async Task A_write_of_the_status_ignores_the_spec_and_the_labels()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync("/apis/apps/v1/namespaces/default/deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", 1));
        await cluster.MergeAsync(Shop + "/status", """{"metadata": {"labels": {"x": "y"}}, "spec": {"replicas": 9}, "status": {"replicas": 7}}""");
        var now = await cluster.GetAsync(Shop);
        Assert.Equal((1L, 7L, null), (now.Whole("spec", "replicas"), now.Whole("status", "replicas"),
            now.At("metadata", "labels")?.ToString()));
        Assert.Equal(1, now.Whole("metadata", "generation"));
    }

    [Fact]
    public async Task Our_entry_of_managedFields_can_be_taken_out_by_a_JSON_patch_and_the_field_is_free_again()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.CreateAsync("/apis/apps/v1/namespaces/default/deployments", FakeCluster.Workload("Deployment", "shop", "shop:v1", 1));
        await cluster.MergeAsync(Shop + "?fieldManager=rollout", """{"spec": {"minReadySeconds": 5}}""");
        var entries = (await cluster.GetAsync(Shop)).List("metadata", "managedFields");
        var at = entries.ToList().FindIndex(entry => entry.Text("manager") == "rollout");
        var patch = $$$"""
            [{"op": "test", "path": "/metadata/managedFields/{{{at}}}/manager", "value": "rollout"}, {"op": "remove", "path": "/metadata/managedFields/{{{at}}}"}]
            """;
        Assert.Equal(200, (await cluster.AskAsync("PATCH", Shop, patch, "application/json-patch+json")).Status);

        var apply = $$$"""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop"}, "spec": {"minReadySeconds": 9} }""";
        Assert.Equal(200, (await cluster.AskAsync("PATCH", Shop + "?fieldManager=gitops", apply, "application/apply-patch+yaml")).Status);
    }

    private static string Config(string part, int size)
    {
        var big = new JsonObject { ["a"] = new string('x', size) };
        var map = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "big" } };
        (part == "annotations" ? (JsonObject)map["metadata"]! : map)[part] = big;
        return map.ToJsonString();
    }
}
