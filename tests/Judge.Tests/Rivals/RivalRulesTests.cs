namespace Rollout.Judge.Tests;

public sealed class RivalRulesTests
{
    [Fact]
    public void Every_rule_has_a_name_of_its_own_and_begins_anew_each_time()
    {
        var rules = RivalRules.All(0.01);
        Assert.Equal(rules.Count, rules.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rules, rule => Assert.Equal(
            RivalRun.Of(rule, RivalRun.Random(5, 0.6)) ?? -1, RivalRun.Of(rule, RivalRun.Random(5, 0.6)) ?? -1));
    }

    [Fact]
    public void Every_rule_sees_an_outage() =>
        Assert.All(RivalRules.All(0.01), rule => Assert.NotNull(RivalRun.Of(rule, RivalRun.Random(5, 1))));
}
