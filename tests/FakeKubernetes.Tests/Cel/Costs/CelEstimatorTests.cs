using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Cel;
using Rollout.FakeKubernetes.Cel.Costs;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Tests.Cel.Costs;

public class CelEstimatorTests
{
    private const string Fields = """{"type": "object", "required": ["required"], "properties": {"required": {"type": "string"}, "optional": {"type": "string"} } }""";
    private const string AllBounded = """{"type": "array", @I "items": {"type": "object", @P "additionalProperties": """ + Fields + "}}";
    private const string OneBounded = """{"type": "array", "items": {"type": "object", @P "additionalProperties": """ + Fields + "}}";

    /// <summary>
    /// kubernetes/apiextensions-apiserver at 1aa2717a552e, pkg/apiserver/schema/cel/compilation_test.go, TestCostEstimation: schema, rule, the
    /// cost without limits, a limit, the cost with it. In the schemas @I, @P and @L are where maxItems, maxProperties and maxLength go.
    /// </summary>
    public static TheoryData<string, string, ulong, long, ulong> Reference => new()
    {
        { List("number"), "self.all(x, true)", 4718591, 10, 32 },
        { List("string"), "self.all(x, true)", 3145727, 20, 62 },
        { List("boolean"), "self.all(x, true)", 1887437, 5, 17 },
        { """{"type": "array", @I "items": {"type": "array", "items": {"type": "number"}}}""", "self.all(x, true)", 3145727, 100, 302 },
        { """{"type": "array", @I "items": """ + Fields + "}", "self.all(x, true)", 555128, 50, 152 },
        { Map("number"), "self.all(x, true)", 1348169, 10, 32 },
        { Map("string"), "self.all(x, true)", 1179647, 3, 11 },
        { Map("boolean"), "self.all(x, true)", 943718, 100, 302 },
        { """{"type": "object", @P "additionalProperties": """ + Fields + "}", "self.all(x, true)", 428963, 20, 62 },
        { """{"type": "object", @P "additionalProperties": {"type": "array", "items": {"type": "number"}}}""", "self.all(x, true)", 1179647, 25, 77 },
        { """{"type": "string", @L}""", "self.contains('test')", 314574, 10, 5 },
        { """{"type": "string", @L}""", "self.startsWith('test')", 2, 15, 2 },
        { """{"type": "string", @L}""", "self.endsWith('test')", 2, 30, 2 },
        { """{"type": "string", @L}""", """size(self + "hello") > size("hello")""", 314578, 4, 7 },
        { List("number"), "self[1] == 0.0", 2, 5000, 2 },
        { List("string"), "self[1] == self[1]", 314577, 8, 314577 },
        { """{"type": "string", @L}""", "self.matches(\"x\")", 314574, 50, 22 },
        { """{"type": "string", @L}""", "\"\".matches(\"(((((((((())))))))))[0-9]\")", 7, 10, 7 },
        { """{"type": "string", @L}""", "self.matches(\"\")", 1, 100, 1 },
        { """{"type": "object", @P "additionalProperties": {"type": "string", @L}}""", "self.all(x, x.contains(self[x]))", 2752507, 10, 72 },
        { Map("number"), """self["x"] == 0.0""", 2, 0, 2 },
        { """{"type": "string", @L}""", """self == "x" """, 2, 0, 1 },
        { List("number"), "self.all(x, x == 0.0)", 6291454, 6291456, 25165826 },
        { AllBounded, """self.all(x, x["y"].required == "z")""", 7340027, 10, 72 },
        { OneBounded, """self.all(x, x["y"].required == "z")""", 7340027, 10, 7340027 },
        { """{"type": "array", @I "items": {"x-kubernetes-int-or-string": true}}""", "self.all(x, true)", 4718591, 10, 32 },
        { """{"type": "array", @I "items": {"x-kubernetes-int-or-string": true}}""", "self[0] == 5", 3, 10, 3 },
        { List("boolean"), "self[0] == false", 2, 25, 2 },
        { """{"type": "array", @I "items": """ + Fields + "}", "self[0] == null", 2, 422, 2 },
        { """{"type": "array", @I "items": {"type": "array", "items": {"type": "number"}}}""", "self[0][0] == -1.0", 3, 51, 3 },
        { """{"type": "array", @I "items": {"type": "object", "additionalProperties": {"type": "number"}}}""", "self.all(x, x.y == 25.2)", 6291452, 12, 74 },
        { """{"type": "array", @I "items": {"type": "object", "additionalProperties": {"type": "number"}}}""", "self[0].x > 2.0", 4, 3000, 4 },
        { """{"type": "array", @I "items": {"type": "string", "format": "duration"}}""", "self.all(x, true)", 2359295, 5, 17 },
        { """{"type": "array", @I "items": {"type": "string", "format": "duration"}}""", "self[0].getHours() == 2", 4, 525, 4 },
        { """{"type": "array", @I "items": {"type": "string", "format": "date"}}""", "self.all(x, true)", 725936, 15, 47 },
        { """{"type": "array", @I "items": {"type": "string", "format": "date-time"}}""", "self.all(x, true)", 428963, 25, 77 },
        { """{"type": "object", @P "additionalProperties": {"type": "string", "format": "date-time"}}""", """self["a"] == self["b"]""", 8, 7, 8 },
        { """{"type": "object", @P "additionalProperties": {"type": "string", "format": "duration"}}""", """self["c"] == self["d"]""", 8, 42, 8 },
        { Map("integer"), "oldSelf.size() == self.size()", 5, 10, 5 },
        { """{"type": "string", @L}""", "self.find('[0-9]+') == ''", 629147, 10, 11 },
        { """{"type": "array", @I "items": {"type": "string", @L}}""", "self.join(' ') == 'aa bb'", 329853068905, 10, 43 },
        { """{"type": "array", @I "items": {"type": "string", @L}}""", "self.isSorted() == true", 329854432052, 10, 52 },
        { """{"type": "object", "properties": {"str": {"type": "string", @L}, "separator": {"type": "string", @L}}}""", "self.str.split(self.separator) == []", 629160, 10, 22 },
        { """{"type": "string", @L}""", "self.lowerAscii() == 'lower!'", 314575, 10, 6 },
        { """{"type": "string", "enum": ["A", "B", "C", "LongValue"], @L}""", "self.contains('A')", 2, 1000, 401 },
        { """{"x-kubernetes-int-or-string": true, @L}""", "isQuantity(self)", 314574, 20, 9 },
        { Map("number"), "has(self.x) && has(self.y)", 2, 100, 2 },
    };

    [Theory]
    [MemberData(nameof(Reference))]
    public void Costs_what_the_real_one_estimates(string schema, string rule, ulong unlimited, long limit, ulong limited)
    {
        Assert.Equal(unlimited, Cost(rule, Schema(schema, null)));
        Assert.Equal(limited, Cost(rule, Schema(schema, limit)));
    }

    /// <summary>From the same table, which says of these no more than that the limit of a rule is exceeded.</summary>
    [Theory]
    [InlineData("self.all(x, self.all(y, true))", 352)]
    [InlineData("self.all(x, self.all(y, self.all(z, true)))", 3552)]
    public void A_loop_in_a_loop_multiplies(string rule, long limited)
    {
        Assert.True(Cost(rule, Schema(List("number"), null)) > RuleCosts.MostOfRule);
        Assert.Equal((ulong)limited, Cost(rule, Schema(List("number"), 10)));
    }

    /// <summary>google/cel-go at 14f6746a286f, checker/cost_test.go, TestCost, the upper bounds; a hint of 500 is a text of at most 500.</summary>
    [Theory]
    [InlineData("\"Hello World!\"", 0)]
    [InlineData("[1, 2, 3]", 10)]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", 30)]
    [InlineData("[1, 2, 3].all(x, true)", 20)]
    [InlineData("self.matches('[0-9]')", 103)]
    [InlineData("'123'.matches('[0-9]')", 2)]
    [InlineData("self.matches('\\\\d+a\\\\d+b')", 103)]
    [InlineData("self.contains(self)", 2502)]
    [InlineData("self.startsWith(self)", 52)]
    [InlineData("true || false", 0)]
    [InlineData("1 < 2", 1)]
    [InlineData("1 == 2", 1)]
    [InlineData("2 in [1, 2, 3]", 13)]
    [InlineData("1 + 1", 1)]
    [InlineData("1 % 1", 1)]
    [InlineData("true ? 1 : 2", 0)]
    [InlineData("size(\"123\")", 1)]
    [InlineData("'ABCDEFGHIJ abcdefghij'.lowerAscii()", 3)] // From here on kubernetes/apiserver at 24a394e516bf, pkg/cel/library/cost_test.go.
    [InlineData("'ABCDEFGHIJ abcdefghij'.lowerAscii() == 'abcdefghij ABCDEFGHIJ'.lowerAscii()", 9)]
    [InlineData("'abc 123 def 123'.split(' ')", 3)]
    [InlineData("'abc 123 def 123'.substring(5, 8)", 2)]
    [InlineData("'  abc 123 def 123  '.trim()", 2)]
    [InlineData("'abc 123 def 123'.find('123')", 2)]
    [InlineData("isQuantity(\"20\")", 1)]
    public void Costs_what_the_libraries_say(string expression, long cost) =>
        Assert.Equal((ulong)cost, CelEstimator.Of(CelParser.Parse(expression), CelType.Text with { Most = 500 }).Cost);

    /// <summary>By hand after the formulas: a turn of exists costs 4 beside its test, of exists_one 2, of filter and map 13 and 12.</summary>
    [Theory]
    [InlineData("self.exists(x, true)", 1 + 1 + 40)]
    [InlineData("self.exists_one(x, true)", 1 + 2 + 20)]
    [InlineData("self.filter(x, true)", 1 + 11 + 130)]
    [InlineData("self.map(x, x)", 1 + 11 + 130)]
    [InlineData("self.map(x, x > 1, x)", 1 + 11 + 10 * (2 + 13))]
    [InlineData("[has(self[0].a), true].exists_one(given, given)", 10 + 2 + 2 + 2 * 3)]
    public void A_macro_costs_its_turns(string expression, long cost)
    {
        var item = expression.Contains(".a)", StringComparison.Ordinal) ? """{"type": "object", "properties": {"a": {"type": "integer"}}}""" : """{"type": "integer"}""";
        var schema = (JsonObject)JsonNode.Parse($$$"""{"type": "array", "maxItems": 10, "items": {{{item}}} }""")!;
        Assert.Equal((ulong)cost, CelEstimator.Of(CelParser.Parse(expression), CelTypes.Of(schema)!).Cost);
    }

    [Theory]
    [InlineData("self.text < 3", "found no matching overload for '_<_' applied to '(string, int)'")]
    [InlineData("self.whole == 1.5", "'(int, double)'")]
    [InlineData("self.text == null", "'(string, null)'")]
    [InlineData("self.whole + 'a' == 'b'", "'_+_'")]
    [InlineData("!self.text", "'!_'")]
    [InlineData("self.whole.startsWith('1')", "'startsWith'")]
    [InlineData("self.whole.more == 1", "does not support field selection")]
    [InlineData("self.whole.all(x, true)", "cannot be range of a comprehension")]
    [InlineData("self.texts.all(x, x)", "expected type 'bool' but found 'string'")]
    [InlineData("self.texts.exists(x, x == 1)", "'(string, int)'")]
    [InlineData("self.whole in self.texts", "'_in_'")]
    [InlineData("[1, 'a'].size() == 2", "expected type 'int' but found 'string'")]
    [InlineData("self.free == 1", "undefined field 'free'")]
    [InlineData("self.a-b == 1", "undefined field 'a'")]
    [InlineData("self.namespace == ''", "undefined field 'namespace'")]
    [InlineData("other == 1", "undeclared reference to 'other'")]
    [InlineData("self.text.matches('(?=a)')", "invalid or unsupported Perl syntax")]
    [InlineData("self.text.matches('a{1001}')", "invalid repeat count")]
    [InlineData("self.text.reverse() == 'a'", "found no matching overload for 'reverse'")]
    public void A_rule_that_does_not_fit_the_types_is_refused(string rule, string why)
    {
        var fault = Assert.Throws<CelFault>(() => CelEstimator.Of(CelParser.Parse(rule), CelTypes.Of(Everything)!));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("self.whole < 1.5")]
    [InlineData("self.__namespace__ == '' && self.a__dash__b == 1")]
    [InlineData("type(self.either) == string ? self.either.matches('a') : self.either > 1")]
    [InlineData("'a' in self.map && self.map['a'] == 1")]
    [InlineData("self.texts.map(t, size(t)).all(n, n < 3)")]
    [InlineData("duration(self.text) + duration('1s') < duration('1h')")]
    [InlineData("self.text.matches(r'^[^\\\\]{2,1000}$')")]
    public void A_rule_that_fits_is_taken(string rule) =>
        Assert.Equal(CelKind.Bool, CelEstimator.Of(CelParser.Parse(rule), CelTypes.Of(Everything)!).Type.Kind);

    private static JsonObject Everything => (JsonObject)JsonNode.Parse("""
        {"type": "object", "properties": {
          "text": {"type": "string"}, "whole": {"type": "integer"}, "texts": {"type": "array", "items": {"type": "string"}},
          "map": {"type": "object", "additionalProperties": {"type": "integer"}}, "free": {"x-kubernetes-preserve-unknown-fields": true},
          "either": {"x-kubernetes-int-or-string": true}, "namespace": {"type": "string"}, "a-b": {"type": "integer"}}}
        """)!;

    private static string List(string type) => $$$"""{"type": "array", @I "items": {"type": "{{{type}}}"}}""";

    private static string Map(string type) => $$$"""{"type": "object", @P "additionalProperties": {"type": "{{{type}}}"}}""";

    private static ulong Cost(string rule, JsonObject schema) => CelEstimator.Of(CelParser.Parse(rule), CelTypes.Of(schema)!).Cost;

    private static JsonObject Schema(string text, long? limit)
    {
        string Said(string name) => limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {most},") : "";
        var whole = text.Replace(", @L}", limit is null ? "}" : $", {Said("maxLength").TrimEnd(',')}}}", StringComparison.Ordinal)
            .Replace("@I", Said("maxItems"), StringComparison.Ordinal).Replace("@P", Said("maxProperties"), StringComparison.Ordinal);
        return (JsonObject)JsonNode.Parse(whole)!;
    }
}
