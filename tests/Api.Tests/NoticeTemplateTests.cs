using System.Text.Json.Nodes;
using Rollout.Api;

namespace Rollout.Api.Tests;

public class NoticeTemplateTests
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal) { ["message"] = "lost \"a\\b\"\nand {{ rollout }}", ["rollout"] = "shop" };

    [Fact]
    public void In_a_JSON_body_what_is_put_in_stays_a_text()
    {
        var body = NoticeTemplate.Fill("""{"text": "{{ rollout }}: {{message}}", "n": {"m": 1}}""", Values);
        Assert.Equal("shop: lost \"a\\b\"\nand {{ rollout }}", (string?)JsonNode.Parse(body)!["text"]);
    }

    [Fact]
    public void In_other_texts_it_stands_as_it_is_and_is_not_looked_at_again() =>
        Assert.Equal("shop: lost \"a\\b\"\nand {{ rollout }}", NoticeTemplate.Fill("{{ rollout }}: {{ message }}", Values));

    [Fact]
    public void Names_that_stand_for_nothing_are_found() => Assert.Equal(["mesage", "ENV.TOKEN"], NoticeTemplate.Unknown("{{ mesage }} {{ENV.TOKEN}} {{ at }} { x }"));
}
