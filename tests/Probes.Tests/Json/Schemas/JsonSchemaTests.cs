using System.Text.Json;
using Rollout.Probes.Json.Schemas;

namespace Rollout.Probes.Tests.Json.Schemas;

/// <summary>Cases after the rules of JSON Schema draft 2020-12 (Core and Validation), each keyword fitting and not.</summary>
public class JsonSchemaTests
{
    [Theory]
    [InlineData("true", "1", null)]
    [InlineData("false", "1", "$ to be absent, is 1")]
    [InlineData("{}", "null", null)]
    [InlineData("{\"type\":\"integer\"}", "1.0", null)]
    [InlineData("{\"type\":\"integer\"}", "1.5", "$ to be integer, is 1.5")]
    [InlineData("{\"type\":[\"string\",\"null\"]}", "null", null)]
    [InlineData("{\"type\":[\"string\",\"null\"]}", "1", "$ to be string or null, is 1")]
    [InlineData("{\"type\":\"object\"}", "[]", "$ to be object, is an array")]
    [InlineData("{\"type\":\"number\"}", "\"1\"", "$ to be number, is \"1\"")]
    [InlineData("{\"type\":\"boolean\"}", "true", null)]
    [InlineData("{\"enum\":[\"a\",1,null]}", "1.0", null)]
    [InlineData("{\"enum\":[\"a\",1]}", "\"b\"", "$ to be one of [\"a\",1], is \"b\"")]
    [InlineData("{\"const\":{\"a\":[1]}}", "{\"a\":[1]}", null)]
    [InlineData("{\"const\":1}", "2", "$ to be 1, is 2")]
    [InlineData("{\"required\":[\"a\"]}", "{\"a\":null}", null)]
    [InlineData("{\"required\":[\"a\"]}", "{}", "$.a to be there, is nothing")]
    [InlineData("{\"required\":[\"a\"]}", "[]", null)]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"a\":1}", "$.a to be string, is 1")]
    [InlineData("{\"properties\":{\"a b\":{\"type\":\"string\"}}}", "{\"a b\":1}", "$['a b'] to be string, is 1")]
    [InlineData("{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"a\":1}", null)]
    [InlineData("{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"b\":1}", "$.b to be absent, is 1")]
    [InlineData("{\"patternProperties\":{\"^x\":{\"type\":\"null\"}},\"additionalProperties\":{\"type\":\"string\"}}", "{\"x1\":null,\"b\":\"\"}", null)]
    [InlineData("{\"patternProperties\":{\"^x\":{\"type\":\"null\"}}}", "{\"x1\":1}", "$.x1 to be null, is 1")]
    [InlineData("{\"propertyNames\":{\"maxLength\":2}}", "{\"abc\":1}", "$.abc to be a text of maxLength 2, is \"abc\"")]
    [InlineData("{\"minProperties\":1}", "{}", "$ to be an object of minProperties 1, is one of 0")]
    [InlineData("{\"maxProperties\":1}", "{\"a\":1,\"b\":2}", "$ to be an object of maxProperties 1, is one of 2")]
    [InlineData("{\"items\":{\"type\":\"integer\"}}", "[1,2,\"3\"]", "$[2] to be integer, is \"3\"")]
    [InlineData("{\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"type\":\"integer\"}}", "[\"a\",1]", null)]
    [InlineData("{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}", "[\"a\",1]", "$[1] to be absent, is 1")]
    [InlineData("{\"contains\":{\"const\":1}}", "[2,1]", null)]
    [InlineData("{\"contains\":{\"const\":1}}", "[2]", "$ to be an array with at least 1 fitting item(s), is one with 0")]
    [InlineData("{\"contains\":{\"const\":1},\"minContains\":0}", "[]", null)]
    [InlineData("{\"contains\":{\"const\":1},\"maxContains\":1}", "[1,1]", "$ to be an array with at least 1 fitting item(s) and at most 1, is one with 2")]
    [InlineData("{\"minItems\":2}", "[1]", "$ to be an array of minItems 2, is one of 1")]
    [InlineData("{\"maxItems\":0}", "[1]", "$ to be an array of maxItems 0, is one of 1")]
    [InlineData("{\"uniqueItems\":true}", "[{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1}]", "$[1] to be unlike the items before it, is an equal one")]
    [InlineData("{\"uniqueItems\":true}", "[1,\"1\",true]", null)]
    [InlineData("{\"minLength\":1}", "\"\\ud83c\\udf6f\"", null)]
    [InlineData("{\"maxLength\":1}", "\"\\ud83c\\udf6f\"", null)]
    [InlineData("{\"maxLength\":1}", "\"ab\"", "$ to be a text of maxLength 1, is \"ab\"")]
    [InlineData("{\"pattern\":\"^a+$\"}", "\"aab\"", "$ to be a text that matches ^a+$, is \"aab\"")]
    [InlineData("{\"minimum\":1,\"maximum\":2}", "1.5", null)]
    [InlineData("{\"minimum\":1}", "0.99", "$ to be a number of minimum 1, is 0.99")]
    [InlineData("{\"exclusiveMaximum\":2}", "2", "$ to be a number of exclusiveMaximum 2, is 2")]
    [InlineData("{\"multipleOf\":0.01}", "19.99", null)]
    [InlineData("{\"multipleOf\":0.01}", "19.995", "$ to be a number of multipleOf 0.01, is 19.995")]
    [InlineData("{\"allOf\":[{\"minimum\":1},{\"maximum\":2}]}", "3", "$ to be a number of maximum 2, is 3")]
    [InlineData("{\"anyOf\":[{\"type\":\"null\"},{\"minimum\":1}]}", "0", "$ to be one of the schemas of anyOf, is 0")]
    [InlineData("{\"oneOf\":[{\"minimum\":1},{\"minimum\":2}]}", "3", "$ to be exactly one of the schemas of oneOf, is a value that fits 2")]
    [InlineData("{\"oneOf\":[{\"minimum\":1},{\"minimum\":2}]}", "1", null)]
    [InlineData("{\"not\":{\"type\":\"null\"}}", "null", "$ to be none that fits the schema of not, is null")]
    [InlineData("{\"if\":{\"properties\":{\"k\":{\"const\":1}}},\"then\":{\"required\":[\"a\"]},\"else\":{\"required\":[\"b\"]}}", "{\"k\":1}", "$.a to be there, is nothing")]
    [InlineData("{\"if\":{\"properties\":{\"k\":{\"const\":1}}},\"then\":{\"required\":[\"a\"]},\"else\":{\"required\":[\"b\"]}}", "{\"k\":2}", "$.b to be there, is nothing")]
    [InlineData("{\"$defs\":{\"p\":{\"minimum\":1}},\"properties\":{\"a\":{\"$ref\":\"#/$defs/p\"}}}", "{\"a\":0}", "$.a to be a number of minimum 1, is 0")]
    [InlineData("{\"properties\":{\"next\":{\"$ref\":\"#\"},\"n\":{\"type\":\"integer\"}}}", "{\"next\":{\"next\":{\"n\":\"x\"}}}", "$.next.next.n to be integer, is \"x\"")]
    public void A_value_fits_or_the_first_place_that_does_not_is_named(string schema, string value, string? fault)
    {
        Assert.Empty(SchemaValidation.Problems(Parse(schema), "p"));
        var found = new JsonSchema(Parse(schema)).FirstFault(Parse(value));
        Assert.Equal(fault, found is null ? null : $"{found.Path} to be {found.Wanted}, is {found.Got}");
    }

    [Fact]
    public void References_in_a_ring_end()
    {
        var found = new JsonSchema(Parse("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}")).FirstFault(Parse("1"));
        Assert.Equal("reached by fewer references", found!.Wanted);
    }

    [Theory]
    [InlineData("[]", "p: a schema is an object, true or false, not Array")]
    [InlineData("{\"typo\":1}", "p.typo: the keyword 'typo' is not understood")]
    [InlineData("{\"propertys\":{}}", "p.propertys: the keyword 'propertys' is not understood; did you mean 'properties'?")]
    [InlineData("{\"unevaluatedProperties\":false}", "p.unevaluatedProperties: the keyword 'unevaluatedProperties' is not understood")]
    [InlineData("{\"type\":\"float\"}", "p.type: type cannot be \"float\"; write one of null, boolean, object")]
    [InlineData("{\"required\":\"a\"}", "p.required: required cannot be \"a\"; write a list")]
    [InlineData("{\"properties\":{\"a\":{\"items\":{\"minimum\":\"1\"}}}}", "p.properties.a.items.minimum: minimum cannot be \"1\"")]
    [InlineData("{\"minItems\":-1}", "p.minItems: minItems cannot be -1; write a number of 0 or more")]
    [InlineData("{\"pattern\":\"(?=a)\"}", "p.pattern: pattern cannot be")]
    [InlineData("{\"$ref\":\"http://elsewhere/schema\"}", "p.$ref: $ref cannot be \"http://elsewhere/schema\"")]
    [InlineData("{\"anyOf\":[]}", "p.anyOf: anyOf cannot be []; write a list")]
    [InlineData("{\"anyOf\":[1]}", "p.anyOf[0]: a schema is an object, true or false, not Number")]
    [InlineData("{\"multipleOf\":0}", "p.multipleOf: multipleOf cannot be 0; write a number above 0")]
    public void What_is_not_understood_is_refused_rather_than_left_unlooked_at(string schema, string problem) =>
        Assert.StartsWith(problem, Assert.Single(SchemaValidation.Problems(Parse(schema), "p")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Assert.Equal(3, SchemaValidation.Problems(Parse("{\"type\":\"x\",\"minLength\":\"y\",\"properties\":{\"a\":{\"z\":1}}}"), "p").Count);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
