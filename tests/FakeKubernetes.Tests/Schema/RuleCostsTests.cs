using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Tests.Schema;

public class RuleCostsTests
{
    private const string Leaf = """{"type": "integer", "x-kubernetes-validations": [{"rule": "self < 1024"}]}""";
    private const string Doubled = "self.all(x, x.all(y, x[y].key == x[y].key))";

    /// <summary>
    /// How often a place may be there: kubernetes/apiextensions-apiserver at 1aa2717a552e, pkg/apis/apiextensions/validation/validation_test.go,
    /// TestCostInfo. The rule itself costs 2; a number is at least one byte and a comma, so 3145728 / 2 of them fit into a request.
    /// </summary>
    [Theory]
    [InlineData("""{"type": "object", "properties": {"a": LEAF}}""", 1)]
    [InlineData("""{"type": "array", "maxItems": 5, "items": LEAF}""", 5)]
    [InlineData("""{"type": "array", "items": LEAF}""", 1572864)]
    [InlineData("""{"type": "object", "maxProperties": 10, "additionalProperties": LEAF}""", 10)]
    [InlineData("""{"type": "object", "additionalProperties": LEAF}""", 1572864)]
    [InlineData("""{"type": "object", "maxProperties": 5, "additionalProperties": {"type": "array", "maxItems": 5, "items": LEAF}}""", 25)]
    [InlineData("""{"type": "object", "maxProperties": 5, "additionalProperties": {"type": "array", "items": LEAF}}""", 1572864)]
    [InlineData("""{"type": "array", "maxItems": 3, "items": {"type": "object", "properties": {"a": LEAF}}}""", 3)]
    [InlineData("""{"type": "array", "maxItems": 2, "items": {"type": "object", "properties": {"a": {"type": "object", "maxProperties": 4, "additionalProperties": LEAF}}}}""", 8)]
    public void A_rule_counts_as_often_as_its_place_may_be_there(string schema, long times)
    {
        var rule = Assert.Single(RuleCosts.Of(Read(schema.Replace("LEAF", Leaf, StringComparison.Ordinal))));
        Assert.Equal(2 * (ulong)times, rule.Cost);
    }

    [Fact]
    public void What_cannot_be_counted_is_the_largest_number() =>
        Assert.Equal(ulong.MaxValue, Assert.Single(RuleCosts.Of(Read("""{"type": "array", "maxItems": 9223372036854775807, "items": {"type": "array", "maxItems": 100, "items": LEAF}}"""
            .Replace("LEAF", Leaf, StringComparison.Ordinal)))).Cost);

    /// <summary>Allowed and forbidden in the same file, TestValidateCustomResourceDefinitionValidation.</summary>
    [Theory]
    [InlineData("", "", """{"type": "string"}""", 3)]
    [InlineData("", "", """{"type": "string", "maxLength": 10}""", 3)]
    [InlineData(""", "maxItems": 10""", """, "maxProperties": 10""", """{"type": "string", "maxLength": 10}""", 0)]
    [InlineData(""", "maxItems": 4""", "", """{"type": "number"}""", 0)]
    public void Rules_over_lists_and_maps_need_limits(string items, string properties, string key, int problems)
    {
        var schema = "{\"type\": \"object\", \"properties\": {\"value\": {\"type\": \"array\"" + items + ", \"items\": {\"type\": \"object\"" + properties
            + ", \"additionalProperties\": {\"type\": \"object\", \"required\": [\"key\"], \"properties\": {\"key\": " + key + "}}}, \"x-kubernetes-validations\": [{\"rule\": \"" + Doubled + "\"}]}}}";
        var found = RuleCosts.Check(Read(schema), "s");
        Assert.Equal(problems, found.Count);
        Assert.All(found, problem => Assert.Equal("FieldValueForbidden", problem.Reason));
    }

    [Fact]
    public void The_whole_of_a_definition_has_a_limit_too()
    {
        var found = RuleCosts.Check(Read("""
            {"type": "object", "properties": {
              "list": {"type": "array", "maxItems": 100000, "items": {"type": "string", "maxLength": 5000, "x-kubernetes-validations": [{"rule": "self.contains('keyword')"}]}},
              "map": {"type": "object", "maxProperties": 1000, "additionalProperties": {"type": "string", "maxLength": 5000, "x-kubernetes-validations": [{"rule": "self.contains('keyword')"}]}},
              "field": {"type": "integer", "x-kubernetes-validations": [{"rule": "self > 50 && self < 100"}]}}}
            """), "s");
        Assert.Equal(
            ["s.properties[list].items.x-kubernetes-validations[0].rule", "s.properties[list].items.x-kubernetes-validations[0].rule",
                "s.properties[map].additionalProperties.x-kubernetes-validations[0].rule", "s"],
            found.Select(problem => problem.Field));
        Assert.Contains("estimated rule cost exceeds budget by factor of 20.0x", found[0].Message, StringComparison.Ordinal);
        Assert.Contains("contributed to estimated rule cost total", found[2].Message, StringComparison.Ordinal);
        Assert.Contains("total for entire OpenAPIv3 schema exceeds budget by factor of 2.0x", found[3].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rule": "self == oldSelf"}""", "oldSelf cannot be used on the uncorrelatable portion of the schema within s.properties[a]")]
    [InlineData("""{"rule": "true", "optionalOldSelf": true}""", "may not be set if oldSelf is not used in rule")]
    [InlineData("""{"rule": "true", "messageExpression": "1"}""", "must evaluate to a string")]
    [InlineData("""{"rule": "self.name"}""", "must evaluate to a bool")]
    public void A_rule_is_refused_for_what_it_asks(string rule, string why)
    {
        var found = RuleCosts.Check(Read("""{"type": "object", "properties": {"a": {"type": "array", "maxItems": 5, "items": {"type": "object", "properties": {"name": {"type": "string"}}, "x-kubernetes-validations": [RULE]}}}}"""
            .Replace("RULE", rule, StringComparison.Ordinal)), "s");
        Assert.Contains(why, Assert.Single(found).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_rules_see_nothing_there_can_be_none() =>
        Assert.Equal("InternalError", Assert.Single(RuleCosts.Check(Read("""{"type": "object", "properties": {"a": {"x-kubernetes-preserve-unknown-fields": true, "x-kubernetes-validations": [{"rule": "true"}]}}}"""), "s")).Reason);

    private static JsonObject Read(string schema) => (JsonObject)JsonNode.Parse(schema)!;
}
