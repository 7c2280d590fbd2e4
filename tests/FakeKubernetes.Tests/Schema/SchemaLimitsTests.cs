using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Tests.Schema;

public class SchemaLimitsTests
{
    [Theory]
    [InlineData("""{"a": 1, "b": 2}""", """{"maxProperties": 1}""", "FieldValueTooMany", "Too many: 2: must have at most 1 items")]
    [InlineData("\"soon\"", """{"format": "date-time"}""", "FieldValueTypeInvalid", "p in body must be of type date-time")]
    [InlineData("\"ab\"", """{"pattern": "^a$"}""", "FieldValueInvalid", "should match '^a$'")]
    [InlineData("\"a\\n\"", """{"pattern": "^a$"}""", "FieldValueInvalid", "should match '^a$'")]
    public void What_is_beyond_a_limit_is_told(string value, string schema, string reason, string message)
    {
        var problem = Assert.Single(SchemaLimits.Check(JsonNode.Parse(value)!, (JsonObject)JsonNode.Parse(schema)!, "p"));
        Assert.Equal(reason, problem.Reason);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a": 1}""", """{"maxProperties": 1}""")]
    [InlineData("\"2026-11-20T19:39:14Z\"", """{"format": "date-time"}""")]
    [InlineData("\"a$\"", """{"pattern": "a\\$"}""")]
    public void What_is_within_is_not(string value, string schema) =>
        Assert.Empty(SchemaLimits.Check(JsonNode.Parse(value)!, (JsonObject)JsonNode.Parse(schema)!, "p"));
}
