using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Patching;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Tests.Patching;

public class PatchTests
{
    // The first five from RFC 6902, appendix A.
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [InlineData("""{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/-","value":2},{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/a/0","value":9}]""", """{"a":[9,2],"b":[1,2]}""")]
    public void A_JSON_patch_does_what_the_RFC_says(string target, string patch, string expected) =>
        Same(expected, JsonPatch.Apply(Map(target), (JsonArray)JsonNode.Parse(patch)!));

    [Theory]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"remove","path":"/nope"}]""")]
    [InlineData("""[{"op":"replace","path":"/nope","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/nope/deep","value":1}]""")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""")]
    [InlineData("""[{"op":"grow","path":"/a"}]""")]
    public void A_JSON_patch_that_does_not_fit_is_refused_with_422(string patch) =>
        Assert.Equal(422, Assert.Throws<ApiFault>(() => JsonPatch.Apply(Map("""{"a":1}"""), (JsonArray)JsonNode.Parse(patch)!)).Code);

    // From RFC 7386, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_does_what_the_RFC_says(string target, string patch, string expected)
    {
        var value = Map(target);
        MergePatch.Apply(value, Map(patch));
        Same(expected, value);
    }

    [Theory]
    [InlineData("""{"containers":[{"name":"b","image":"b2"}]}""", """{"containers":[{"name":"a","image":"a1"},{"name":"b","image":"b2"}]}""")]
    [InlineData("""{"containers":[{"name":"c","image":"c1"}]}""", """{"containers":[{"name":"a","image":"a1"},{"name":"b","image":"b1"},{"name":"c","image":"c1"}]}""")]
    [InlineData("""{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b","image":"b1"}]}""")]
    [InlineData("""{"containers":[{"$patch":"replace"},{"name":"z","image":"z1"}]}""", """{"containers":[{"name":"z","image":"z1"}]}""")]
    [InlineData("""{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","image":"a2"}]}""", """{"containers":[{"name":"b","image":"b1"},{"name":"a","image":"a2"}]}""")]
    [InlineData("""{"$patch":"replace","hostname":"h"}""", """{"hostname":"h"}""")]
    public void A_strategic_merge_patch_merges_lists_by_the_keys_of_the_built_in_types(string patch, string expected)
    {
        var spec = Map("""{"containers":[{"name":"a","image":"a1"},{"name":"b","image":"b1"}]}""");
        StrategicPatch.Apply(spec, Map(patch), BuiltinSchemas.Of("PodSpec"));
        Same(expected, spec);
    }

    [Fact]
    public void A_list_item_without_its_merge_key_is_a_bad_request() =>
        Assert.Equal(400, Assert.Throws<ApiFault>(() => StrategicPatch.Apply(
            Map("""{"containers":[]}"""), Map("""{"containers":[{"image":"x"}]}"""), BuiltinSchemas.Of("PodSpec"))).Code);

    private static JsonObject Map(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static void Same(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}, got {actual.ToJsonString()}");
}
