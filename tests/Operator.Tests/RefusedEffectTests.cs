using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.Operator.Tests;

/// <summary>What was recorded is not carried out, because the API server refuses it: people must hear that, and why, where they look.</summary>
public sealed class RefusedEffectTests
{
    private static readonly ResourceType Roles = new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", Namespaced: false);

    [Fact]
    public async Task A_canary_that_the_API_server_refuses_is_told_as_a_warning_with_its_answer_and_made_once_it_may_be()
    {
        await using var ground = await Ground.OpenAsync();
        await using var controller = await ground.ControlAsync();
        await ground.HeldAsync("Idle");
        var whole = await MayAsync(ground, "get", "list", "watch", "patch", "delete");
        await ground.ReleaseAsync("v2");

        await ground.UntilAsync(() => Told(ground) is not null);
        var told = Told(ground)!;
        Assert.Equal("Warning", (string?)told["type"]);
        Assert.Equal("shop", (string?)told["regarding"]!["name"]);
        Assert.Contains("cannot create resource \"replicasets\"", (string?)told["note"], StringComparison.Ordinal);
        var shown = Assert.Single(await TroublesAsync(controller.Address))!;
        Assert.Equal("LevelNotReached", (string?)shown["reason"]);
        Assert.Contains("cannot create resource \"replicasets\"", (string?)shown["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("v2", ground.Versions().Keys);
        Assert.Empty(ground.Status()["refusedRevisions"]?.AsArray() ?? []);

        await MayAsync(ground, [.. whole]);
        await ground.UntilAsync("Judging");
        Assert.Empty(await TroublesAsync(controller.Address));
    }

    private static JsonNode? Told(Ground ground) => ground.Server.Snapshot("events").FirstOrDefault(e => (string?)e["reason"] == "LevelNotReached");

    private static async Task<JsonArray> TroublesAsync(Uri controller)
    {
        using var http = new HttpClient { BaseAddress = controller };
        await using var stream = await http.GetStreamAsync(new Uri("/api/v1/rollouts/default/shop", UriKind.Relative));
        return (await JsonNode.ParseAsync(stream))!["status"]!["troubles"]!.AsArray();
    }

    /// <summary>What the controller may do to ReplicaSets from now on; what it might before.</summary>
    private static async Task<IReadOnlyList<string>> MayAsync(Ground ground, params string[] verbs)
    {
        var roles = ground.Admin.Resources(ResourceKinds.Untyped(Roles));
        var role = Ground.Ok(await roles.GetAsync(new ObjectKey(null, "rollout-deployments"), default));
        var rule = role["rules"]!.AsArray().Single(r => r!["resources"]!.AsArray().Any(one => (string?)one == "replicasets"))!;
        var before = rule["verbs"]!.AsArray().Select(v => (string)v!).ToList();
        rule["verbs"] = new JsonArray([.. verbs.Select(v => JsonValue.Create(v))]);
        Ground.Ok(await roles.ReplaceAsync(role, WriteOptions.Default, default));
        return before;
    }
}
