using Rollout.Metrics.Selectors;

namespace Rollout.Metrics.Tests.Selectors;

public class SelectorTemplateTests
{
    [Theory]
    [InlineData("o{ns=\"{{ namespace }}\",app=\"{{workload}}-web\"}", "o{ns=\"store\",app=\"shop.a\\\"+\\\\-web\"}")]
    [InlineData("o{pod=~\"{{ workload }}-.*\"}", "o{pod=~\"shop\\\\.a\\\"\\\\+\\\\\\\\-.*\"}")]
    [InlineData("o{pod!~\"{{ namespace }}|{{ namespace }}\"}", "o{pod!~\"store|store\"}")]
    [InlineData("o", "o")]
    public void Names_are_quoted_for_PromQL_and_stand_for_themselves_in_patterns(string selector, string filled)
    {
        var full = SelectorTemplate.Fill(SelectorParser.Parse(selector).Selector!, new WorkloadName("store", "shop.a\"+\\"));
        Assert.Equal(filled, full.ToString());
        Assert.Equal(filled, SelectorParser.Parse(filled).Selector!.ToString());
    }

    [Fact]
    public void A_filled_pattern_matches_the_name_and_nothing_like_it()
    {
        var full = SelectorTemplate.Fill(SelectorParser.Parse("o{pod=~\"{{ workload }}-.*\"}").Selector!, new WorkloadName("store", "shop.a"));
        Assert.True(full.Matchers[0].Accepts("shop.a-x7"));
        Assert.False(full.Matchers[0].Accepts("shopxa-x7"));
    }
}
