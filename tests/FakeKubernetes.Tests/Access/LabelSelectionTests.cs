using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Tests.Access;

public class LabelSelectionTests
{
    private static readonly JsonObject Labels = new() { ["app"] = "shop", ["tier"] = "web", ["staggered.dev/role"] = "canary" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=shop", true)]
    [InlineData("app==shop,tier=web", true)]
    [InlineData("app!=shop", false)]
    [InlineData("missing!=x", true)]
    [InlineData("app in (shop, cart)", true)]
    [InlineData("app notin (shop,cart)", false)]
    [InlineData("missing notin (a)", true)]
    [InlineData("staggered.dev/role", true)]
    [InlineData("!staggered.dev/role", false)]
    [InlineData("tier in (db),app=shop", false)]
    public void Chooses_by_every_part_of_the_text(string text, bool chosen) =>
        Assert.Equal(chosen, LabelSelection.Parse(text).Matches(Labels));

    [Fact]
    public void Text_that_cannot_be_read_is_a_bad_request() =>
        Assert.Equal(400, Assert.Throws<ApiFault>(() => LabelSelection.Parse("a=b=c")).Code);

    [Theory]
    [InlineData("""{"matchLabels":{"app":"shop"},"matchExpressions":[{"key":"tier","operator":"In","values":["web"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"NotIn","values":["shop"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"Exists"},{"key":"no","operator":"DoesNotExist"}]}""", true)]
    public void Chooses_by_the_selector_of_an_object(string selector, bool chosen) =>
        Assert.Equal(chosen, LabelSelection.OfSelector((JsonObject)JsonNode.Parse(selector)!).Matches(Labels));
}
