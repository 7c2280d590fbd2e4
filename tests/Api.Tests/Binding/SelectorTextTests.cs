using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class SelectorTextTests
{
    [Theory]
    [InlineData("shop_orders_total")]
    [InlineData("job:orders:sum")]
    [InlineData("orders{}")]
    [InlineData("orders{synthetic=\"false\"}")]
    [InlineData("orders{a=\"1\", b!=\"2\",c=~\"x|y\",d!~\"\\\"q\\\"\",}")]
    [InlineData("orders{namespace=\"{{ namespace }}\"}")]
    public void A_name_with_matchers_is_a_selector(string text) => Assert.Null(SelectorText.WhatIsWrong(text));

    [Theory]
    [InlineData("rate(orders[5m])", "computes")]
    [InlineData("sum by (pod) (orders)", "computes")]
    [InlineData("orders[5m]", "asks for a range")]
    [InlineData("{job=\"shop\"}", "has no metric name")]
    [InlineData("orders + returns", "is no selector")]
    [InlineData("orders{a=1}", "is no selector")]
    [InlineData("orders{a=\"1\"", "is no selector")]
    [InlineData("orders{a=\"1\"} offset 5m", "is no selector")]
    [InlineData("orders{a=\"1\" b=\"2\"}", "is no selector")]
    [InlineData("9orders", "is no selector")]
    public void Anything_around_it_is_refused_with_the_reason(string text, string why) =>
        Assert.Contains(why, SelectorText.WhatIsWrong(text), StringComparison.Ordinal);
}
