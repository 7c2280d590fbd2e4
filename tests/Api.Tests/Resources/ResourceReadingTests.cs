using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;
using Rollout.Api.Tests.Crds;

namespace Rollout.Api.Tests.Resources;

public class ResourceReadingTests
{
    [Fact]
    public void A_rollout_is_read_with_its_metadata_spec_and_status()
    {
        var json = Samples.Full(Samples.Rollout);
        var meta = (JsonObject)json["metadata"]!;
        meta["uid"] = "u";
        meta["resourceVersion"] = "41";
        meta["generation"] = 3;
        meta["deletionTimestamp"] = "2026-11-20T19:39:14Z";
        meta["finalizers"] = new JsonArray("staggered.dev/release");
        meta["annotations"] = new JsonObject { ["staggered.dev/abort"] = "9be2f4c01d" };
        json["status"] = JsonNode.Parse("""{"phase": "Judging", "stage": {"index": 0, "nodes": 1, "since": "2026-11-20T19:39:14Z"} }""");

        var read = ResourceReading.Rollout(JsonSerializer.SerializeToElement(json));

        Assert.Empty(read.Spec.Problems);
        Assert.Equal(new WorkloadReference { Kind = WorkloadKind.DaemonSet, Name = "shop" }, read.Spec.Value!.Workload);
        Assert.Equal(("default", "shop", "u", "41", 3L), (read.Meta.Namespace, read.Meta.Name, read.Meta.Uid, read.Meta.ResourceVersion, read.Meta.Generation));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 19, 39, 14, TimeSpan.Zero), read.Meta.DeletionTimestamp);
        Assert.Equal("9be2f4c01d", read.Meta.Annotations["staggered.dev/abort"]);
        Assert.Equal(("Judging", 1), (read.Status!.Phase, read.Status.Stage!.Nodes));
        Assert.Null(read.StatusTrouble);
    }

    [Fact]
    public void A_broken_object_tells_all_its_problems_and_still_has_its_metadata_and_status()
    {
        var json = JsonDocument.Parse("""
            {"apiVersion": "staggered.dev/v1", "kind": "StaggeredRollout", "metadata": {"name": "shop", "namespace": "store"}, "specs": {},
             "spec": {"workload": {"kind": "Deploymnt"}, "stages": [{"nodes": 0}, {"nodes": "x"}], "metrics": [{"name": "m"}], "warmUp": "9h", "paused": 1},
             "status": {"phase": "Idle"}}
            """).RootElement;
        var read = ResourceReading.Rollout(json);
        Assert.Null(read.Spec.Value);
        Assert.Equal(
            ["apiVersion", "spec.workload.kind", "spec.workload.name", "spec.stages[0].nodes", "spec.stages[1].nodes", "spec.metrics[0]", "spec.paused", "spec.warmUp", "specs"],
            read.Spec.Problems.Select(problem => problem.Place));
        Assert.Equal(("store", "shop", "Idle"), (read.Meta.Namespace, read.Meta.Name, read.Status!.Phase));
    }

    [Fact]
    public void A_status_of_another_version_is_told_and_stops_nothing()
    {
        var json = Samples.Least(Samples.Rollout);
        json["status"] = JsonNode.Parse("""{"verdict": {"overall": "Worse", "metrics": [{"name": "m", "verdict": "Worse", "effect": -0.2}]}}""");
        var read = ResourceReading.Rollout(JsonSerializer.SerializeToElement(json));
        Assert.NotNull(read.Spec.Value);
        Assert.Null(read.Status);
        Assert.Contains("status.verdict.metrics[0].effect is not understood", read.StatusTrouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"metadata": 3, "spec": [], "apiVersion": {}, "kind": null}""")]
    public void What_is_no_object_of_ours_is_told_and_never_thrown(string json) =>
        Assert.NotEmpty(ResourceReading.Rollout(JsonDocument.Parse(json).RootElement).Spec.Problems);

    [Fact]
    public void A_metric_is_read()
    {
        var read = ResourceReading.BusinessMetric(JsonSerializer.SerializeToElement(Samples.Full(Samples.Metric)));
        Assert.Empty(read.Spec.Problems);
        Assert.Equal(("prometheus.token", "pod"), (read.Spec.Value!.Source.Prometheus!.SecretName, read.Spec.Value.NodeLabel));
    }
}
