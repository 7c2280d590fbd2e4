using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Faults;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

/// <summary>What people are told, and what a metric may leave out.</summary>
public sealed class TellingTests
{
    [Fact]
    public async Task A_metric_that_names_no_server_is_read_from_the_controllers_own_and_refused_where_it_has_none()
    {
        await using var ground = await Ground.OpenAsync();
        var metrics = ground.Admin.Resources(ResourceKinds.Untyped(OperatorKinds.MetricType));
        var change = (JsonObject)JsonNode.Parse("""{"spec": {"source": {"prometheus": {"address": null}}}}""")!;
        Ground.Ok(await metrics.PatchAsync(new ObjectKey("default", "orders"), Patch.Merge(change), WriteOptions.Default, default));
        await using (await ground.ControlAsync())
        {
            await ground.UntilAsync("Invalid");
            await ground.UntilAsync(() => Metric(ground) is { } status && Condition(status, "Ready") == "False");
            Assert.Contains("source.prometheus.address", Message(Metric(ground)!, "Ready"), StringComparison.Ordinal);
            Assert.Contains("source.prometheus.address", Message(ground.Status(), "Ready"), StringComparison.Ordinal);
        }

        await using var controller = await ground.ControlAsync(change: o => o with { Prometheus = ground.Prometheus.ToString() });
        await ground.UntilAsync("Idle");
        await ground.UntilAsync(() => Condition(Metric(ground)!, "Ready") == "True");
        await ground.ReleaseAsync("v2", earns: "0.4");
        await ground.UntilAsync("RolledBack");
        Assert.Equal("HarmProven", (string?)ground.Status()["refusedRevisions"]![0]!["reason"]);
    }

    [Fact]
    public async Task An_annotation_that_is_not_understood_is_told_with_its_place_and_the_mend_and_stops_nothing()
    {
        await using var ground = await Ground.OpenAsync();
        await using var controller = await ground.ControlAsync();
        await ground.UntilAsync("Idle");
        await ground.AnnotateAsync(new ResourceType("apps", "v1", "deployments", "Deployment"), """{"staggered.dev/commit": "two words", "staggered.dev/built-at": "yesterday"}""");
        await ground.UntilAsync(() => Condition(ground.Status(), "AnnotationsUnderstood") == "False");
        var message = Message(ground.Status(), "AnnotationsUnderstood");
        Assert.Contains("Deployment default/shop metadata.annotations[staggered.dev/commit]", message, StringComparison.Ordinal);
        Assert.Contains("metadata.annotations[staggered.dev/built-at]", message, StringComparison.Ordinal);
        Assert.Contains("RFC 3339", message, StringComparison.Ordinal);
        Assert.Equal(("Idle", "True"), (ground.Phase(), Condition(ground.Status(), "Ready")));
        await ground.UntilAsync(() => ground.Server.Snapshot("events").Count(e => (string?)e["reason"] == "AnnotationInvalid") == 2);

        await ground.AnnotateAsync(OperatorKinds.RolloutType, """{"staggered.dev/abrot": "v1"}""");
        await ground.UntilAsync(() => Message(ground.Status(), "AnnotationsUnderstood").Contains("did you mean staggered.dev/abort?", StringComparison.Ordinal));
        await ground.AnnotateAsync(OperatorKinds.RolloutType, """{"staggered.dev/abrot": null}""");
        await ground.AnnotateAsync(new ResourceType("apps", "v1", "deployments", "Deployment"), """{"staggered.dev/commit": "4f1c09ab77", "staggered.dev/built-at": null}""");
        await ground.UntilAsync(() => Condition(ground.Status(), "AnnotationsUnderstood") == "True");
        await ground.UntilAsync(() => controller.Term!.Reconciler.LiveCount == 0);
    }

    [Fact]
    public async Task An_event_that_a_dead_leader_did_not_write_is_written_by_the_next_and_once()
    {
        await using var ground = await Ground.OpenAsync();
        ground.Server.Faults.Add(new FaultRule(FaultKind.ServerError) { Verb = "create", Path = "/events" });
        await using (await ground.ControlAsync())
        {
            await ground.UntilAsync("Idle");
        }

        Assert.DoesNotContain(ground.Server.Snapshot("events"), IsAdoption);
        ground.Server.Faults.Clear();
        for (var leader = 0; leader < 3; leader++)
        {
            await using var next = await ground.ControlAsync();
            await ground.UntilAsync(() => next.Term is { Depth: 0, Reconciler: { Looks: > 0, LiveCount: 0 } });
            await ground.UntilAsync(() => ground.Server.Snapshot("events").Any(IsAdoption));
        }

        var told = Assert.Single(ground.Server.Snapshot("events"), IsAdoption);
        Assert.Equal("shop", (string?)(told["regarding"] ?? told["involvedObject"])!["name"]);
    }

    private static bool IsAdoption(JsonNode told) => (string?)told["reason"] == "StableAdopted";

    private static JsonObject? Metric(Ground ground) => ground.Server.Read("/apis/staggered.dev/v1alpha1/namespaces/default/businessmetrics/orders")?["status"] as JsonObject;

    private static JsonNode? Find(JsonObject status, string type) => status["conditions"]?.AsArray().FirstOrDefault(c => (string?)c!["type"] == type);

    private static string? Condition(JsonObject status, string type) => (string?)Find(status, type)?["status"];

    private static string Message(JsonObject status, string type) => (string?)Find(status, type)?["message"] ?? "";
}
