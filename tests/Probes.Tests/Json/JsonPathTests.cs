using System.Text.Json;
using Rollout.Probes.Json;

namespace Rollout.Probes.Tests.Json;

public class JsonPathTests
{
    private static readonly JsonElement Document = JsonSerializer.Deserialize<JsonElement>("""{"a":{"b":[{"c":1},{"c":"two"}],"x-y":true,"with space":null},"0":[[5]]}""");

    [Theory]
    [InlineData("$.a.b[0].c", "1")]
    [InlineData("$.a.b[1].c", "\"two\"")]
    [InlineData("$['a']['with space']", "null")]
    [InlineData("$[\"a\"].x-y", "true")]
    [InlineData("$['0'][0][0]", "5")]
    [InlineData("$.a.b[2].c", null)]
    [InlineData("$.a.b.c", null)]
    [InlineData("$.a[0]", null)]
    [InlineData("$.nothing", null)]
    public void Finds_the_one_value_that_the_path_names(string path, string? json) =>
        Assert.Equal(json, JsonPath.Parse(path, out _)!.Find(Document)?.GetRawText());

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("$a")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$.a[*]")]
    [InlineData("$.a[-1]")]
    [InlineData("$.a[0")]
    [InlineData("$.a['b]")]
    [InlineData("$.a[?(@.b)]")]
    [InlineData("$.a b")]
    [InlineData("$[99999999999]")]
    public void Refuses_everything_else_with_a_reason(string path)
    {
        Assert.Null(JsonPath.Parse(path, out var fault));
        Assert.NotNull(fault);
    }
}
