using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Fields;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Tests.Fields;

public class FieldManagersTests
{
    private static readonly SchemaNode Deployment = BuiltinSchemas.Of("Deployment");

    [Fact]
    public void A_set_survives_being_written_and_read()
    {
        const string Text = """{"f:metadata":{"f:labels":{".":{},"f:x":{}}},"f:spec":{"f:list":{"k:{\"name\":\"a\"}":{".":{},"f:name":{}},"v:\"b\"":{}}}}""";
        Assert.Equal(Text, FieldSet.Parse(JsonNode.Parse(Text)).ToJson().ToJsonString(JsonForm.Options));
    }

    [Fact]
    public void Union_difference_and_intersection_agree_with_each_other()
    {
        var a = FieldSet.Parse(JsonNode.Parse("""{"f:a":{},"f:b":{".":{},"f:c":{}},"f:d":{"f:e":{}}}"""));
        var b = FieldSet.Parse(JsonNode.Parse("""{"f:b":{"f:c":{}},"f:d":{"f:e":{},"f:f":{}}}"""));
        Assert.True(a.Difference(b).Union(a.Intersection(b)).Same(a));
        Assert.True(a.Union(b).Difference(a).Same(b.Difference(a)));
        Assert.Equal([".b.c", ".d.e"], a.Intersection(b).Paths());
        Assert.True(a.Difference(a).IsEmpty);
    }

    [Fact]
    public void A_list_that_merges_is_owned_item_by_item_and_an_atomic_one_as_a_whole()
    {
        var before = Map("""{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"1"}],"tolerations":[{"key":"x"}]}}}}""");
        var after = Map("""{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"2"},{"name":"b"}],"tolerations":[{"key":"y"}]}}}}""");
        var changes = FieldChanges.Between(before, after, Deployment);
        Assert.Equal([".spec.template.spec.containers[name=\"a\"].image", ".spec.template.spec.tolerations"], changes.Modified.Paths());
        Assert.Equal([".spec.template.spec.containers[name=\"b\"]", ".spec.template.spec.containers[name=\"b\"].name"],
            changes.Added.Paths());
        Assert.True(changes.Removed.IsEmpty);
    }

    [Fact]
    public void An_update_takes_fields_from_their_owners_and_an_apply_of_them_conflicts_unless_forced()
    {
        var one = Apply([], """{"spec":{"replicas":3,"paused":true}}""", "one", false).After;
        var edited = one.Copy();
        edited["spec"]!["replicas"] = 5;
        FieldManagers.Update(one, edited, Deployment, Entry("editor", "Update"), FieldSet.Empty);
        Assert.Equal([".spec.paused"], Owned(edited, "one"));
        Assert.Equal([".spec.replicas"], Owned(edited, "editor"));

        var (_, conflicts) = Apply(edited, """{"spec":{"replicas":3,"paused":true}}""", "one", false);
        Assert.Equal("editor", Assert.Single(conflicts).Owner.Manager);
        var forced = Apply(edited, """{"spec":{"replicas":3,"paused":true}}""", "one", true).After;
        Assert.Equal(3, forced.Whole("spec", "replicas"));
        Assert.Empty(Owned(forced, "editor"));
    }

    [Fact]
    public void A_field_that_its_only_owner_no_longer_applies_goes_and_one_with_a_second_owner_stays()
    {
        var one = Apply([], """{"spec":{"replicas":3,"paused":true,"minReadySeconds":4}}""", "one", false).After;
        var both = Apply(one, """{"spec":{"replicas":3}}""", "two", false).After;
        var less = Apply(both, """{"spec":{"minReadySeconds":4}}""", "one", false).After;
        Assert.Equal((3L, false, 4L), (less.Whole("spec", "replicas"), less.At("spec", "paused") is not null,
            less.Whole("spec", "minReadySeconds")));
    }

    private static (JsonObject After, IReadOnlyList<(ManagerEntry Owner, FieldSet Fields)> Conflicts) Apply(JsonObject live,
        string configuration, string manager, bool force) =>
        FieldManagers.Apply(live, Map(configuration), Deployment, Entry(manager, "Apply"), force, FieldSet.Empty, _ => { });

    private static ManagerEntry Entry(string manager, string operation) =>
        new(manager, operation, "apps/v1", null, FieldSet.Empty, "2026-11-20T10:00:00Z");

    private static IEnumerable<string> Owned(JsonObject value, string manager) =>
        FieldManagers.Read(value).Where(entry => entry.Manager == manager).SelectMany(entry => entry.Fields.Paths());

    private static JsonObject Map(string text) => (JsonObject)JsonNode.Parse(text)!;
}
