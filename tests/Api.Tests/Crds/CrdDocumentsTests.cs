using System.Text.Json.Nodes;
using Rollout.Api.Crds;

namespace Rollout.Api.Tests.Crds;

public sealed class CrdDocumentsTests(ServedKinds server) : IClassFixture<ServedKinds>
{
    [Fact]
    public void A_rollout_has_the_contracts_names_columns_and_subresource()
    {
        var crd = CrdDocuments.Of(CustomKinds.StaggeredRollout, Definitions.Docs);
        Assert.Equal("staggeredrollouts.staggered.dev", (string?)crd["metadata"]!["name"]);
        Assert.Equal("Namespaced", (string?)crd["spec"]!["scope"]);
        Assert.Equal("""["sr"]""", crd["spec"]!["names"]!["shortNames"]!.ToJsonString());
        var version = crd["spec"]!["versions"]![0]!;
        Assert.Equal("v1alpha1", (string?)version["name"]);
        Assert.NotNull(version["subresources"]!["status"]);
        Assert.Equal(["Phase", "Stage", "Effect", "Verdict", "Age"],
            ((JsonArray)version["additionalPrinterColumns"]!).Where(column => column!["priority"] is null).Select(column => (string)column!["name"]!));
    }

    [Fact]
    public void The_status_is_the_contracts()
    {
        var status = (JsonObject)Definitions.Schema(CustomKinds.StaggeredRollout)["properties"]!["status"]!["properties"]!;
        Assert.Equal(
            ["observedGeneration", "observedWorkloadGeneration", "phase", "stableRevision", "stableReplicaSet", "canaryRevision", "refusedRevisions", "stage",
                "canaryNodes", "verdict", "evidence", "conditions", "outcomes"],
            status.Select(pair => pair.Key));
        Assert.Equal("integer", (string?)status["observedGeneration"]!["type"]);
        Assert.Equal("""["type"]""", status["conditions"]!["x-kubernetes-list-map-keys"]!.ToJsonString());
        var metric = status["verdict"]!["properties"]!["metrics"]!["items"]!["properties"]!;
        Assert.All(new[] { "effect", "low", "high", "logEHarm", "logESafe" }, name => Assert.Equal("string", (string?)metric[name]!["type"]));
    }

    /// <summary>The fake server refuses what a real one would: a schema that is not structural, a default that does not fit, a rule that cannot be read.</summary>
    [Theory]
    [InlineData("""{"type": "object", "properties": {"spec": {"description": "no type"}}}""", "type: Required value")]
    [InlineData("""{"type": "object", "properties": {"spec": {"type": "object", "properties": {"a": {"type": "integer", "minimum": 1, "default": 0}}}}}""", "greater than or equal to 1")]
    [InlineData("""{"type": "object", "properties": {"spec": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a"]}}}""", "must have a default or be a required property")]
    [InlineData("""{"type": "object", "properties": {"spec": {"type": "object", "x-kubernetes-validations": [{"rule": "self.a ==", "message": "m"}]}}}""", "compilation failed")]
    [InlineData("""{"type": "object", "properties": {"spec": {"type": "object", "x-kubernetes-validations": [{"rule": "true", "message": "m", "fieldPath": ".b"}]}}}""", "does not refer to a valid field")]
    [InlineData("""{"type": "object", "properties": {"spec": {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}}}}, "x-kubernetes-validations": [{"rule": "self.a.all(x, has(x.c))", "message": "m"}]}}}""", "undefined field 'c'")]
    [InlineData("""{"type": "object", "properties": {"spec": {"type": "object", "properties": {"a": {"x-kubernetes-preserve-unknown-fields": true}}, "x-kubernetes-validations": [{"rule": "has(self.a)", "message": "m"}]}}}""", "undefined field 'a'")]
    public async Task A_definition_that_a_real_server_would_not_take_is_refused(string schema, string why)
    {
        var crd = CrdDocuments.Of(CustomKinds.BusinessMetric, Definitions.Docs);
        crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"] = JsonNode.Parse(schema);
        var (status, body) = await server.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All", crd);
        Assert.Equal(422, status);
        Assert.Contains(why, (string?)body!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workload_of_a_rollout_cannot_be_changed()
    {
        var (status, stored) = await server.SendAsync("POST", ServedKinds.Url(Samples.Rollout), Samples.Make(Samples.Rollout, Samples.Least(Samples.Rollout)["spec"]!.ToJsonString(), "fixed"));
        Assert.Equal(201, status);
        stored!["spec"]!["workload"]!["name"] = "other";
        var (refused, answer) = await server.SendAsync("PUT", ServedKinds.Url(Samples.Rollout) + "/fixed", stored);
        Assert.Equal(422, refused);
        Assert.Contains("spec.workload: Invalid value: cannot be changed", (string?)answer!["message"], StringComparison.Ordinal);
    }
}
