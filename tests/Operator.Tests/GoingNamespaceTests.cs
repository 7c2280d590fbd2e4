using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.Operator.Tests;

public sealed class GoingNamespaceTests
{
    /// <summary>Its pods go first, and nothing is made of that: a trial that goes on would have a loop, and note the loss of its canary.</summary>
    [Fact]
    public async Task In_a_namespace_that_is_going_a_trial_stands_still_until_it_goes_itself()
    {
        await using var ground = await Ground.OpenAsync(space: "store", rollout: null);
        await using var controller = await ground.ControlAsync();
        await ground.CreateRolloutAsync("shop", floor: "50m");
        await ground.UntilAsync("Idle");
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync(() => ground.Status()["canaryNodes"] is JsonArray { Count: 1 } && ground.Phase() == "Judging");

        // Whoever holds one pod back holds the namespace in its first half, in which nothing but pods is deleted.
        var pods = ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "pods", "Pod")));
        var canary = new ObjectKey("store", (string)ground.Status()["canaryNodes"]![0]!);
        await FinalizersAsync(pods, canary, "tests/hold");
        var namespaces = ground.Admin.Resources(ResourceKinds.Untyped(Ground.Namespaces));
        Assert.True((await namespaces.DeleteAsync(new ObjectKey(null, "store"), DeleteOptions.Default, default)).TryGet(out _, out var error), error?.ToString());
        await ground.UntilAsync(() => ground.Versions().Count == 0 && controller.Term!.Reconciler.LiveCount == 0);

        // Two looks later: what was recorded stands, nothing was refused, promoted or taken back.
        var (looks, last) = (controller.Term!.Reconciler.Looks, ground.Rollout()!["metadata"]!["resourceVersion"]!.ToString());
        await ground.UntilAsync(() => controller.Term!.Reconciler.Looks >= looks + 2);
        Assert.Equal((0, last), (controller.Term!.Reconciler.LiveCount, ground.Rollout()!["metadata"]!["resourceVersion"]!.ToString()));
        Assert.Null(ground.Status()["outcomes"]?.AsArray().FirstOrDefault());
        Assert.Null(ground.Status()["refusedRevisions"]?.AsArray().FirstOrDefault());

        await FinalizersAsync(pods, canary);
        await ground.UntilAsync(() => ground.Rollout() is null && ground.Server.Read("/api/v1/namespaces/store") is null);
        Assert.Empty(ground.Server.Forbidden);
    }

    private static async Task FinalizersAsync(ResourceClient<JsonObject> pods, ObjectKey pod, params string[] finalizers) => Ground.Ok(await pods.PatchAsync(
        pod, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode)f)]) } }), WriteOptions.Default, default));
}
