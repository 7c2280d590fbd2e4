using Rollout.Metrics.Exposition;
using Rollout.Metrics.Selectors;

namespace Rollout.Metrics.Tests.Selectors;

public class SelectorParserTests
{
    [Theory]
    [InlineData("orders_total", "orders_total")]
    [InlineData("  job:orders:sum  ", "job:orders:sum")]
    [InlineData("orders_total{}", "orders_total")]
    [InlineData("orders_total { kind = \"sale\" , } ", "orders_total{kind=\"sale\"}")]
    [InlineData("o{kind=\"sale\",region!=\"x\",path=~\"/pay.*\",agent!~'bot|probe'}", "o{kind=\"sale\",region!=\"x\",path=~\"/pay.*\",agent!~\"bot|probe\"}")]
    [InlineData("o{a=\"q\\\"b\\\\n\\n\",b=`raw\\d`}", "o{a=\"q\\\"b\\\\n\\n\",b=\"raw\\\\d\"}")]
    [InlineData("o{a=\"}\",b=\",\"}", "o{a=\"}\",b=\",\"}")]
    public void Reads_plain_selectors(string text, string written)
    {
        var read = SelectorParser.Parse(text);
        Assert.Empty(read.Faults);
        Assert.Equal(written, read.Selector!.ToString());
        Assert.Equal(written, SelectorParser.Parse(written).Selector!.ToString());
    }

    [Theory]
    [InlineData("", 1, "the selector is empty")]
    [InlineData("   ", 4, "the selector is empty")]
    [InlineData("{kind=\"sale\"}", 1, "the metric name is missing before the matchers")]
    [InlineData("9lives", 1, "this is an expression, not a plain selector")]
    [InlineData("(a)", 1, "this is an expression, not a plain selector")]
    [InlineData("-a", 1, "this is an expression, not a plain selector")]
    [InlineData("é", 1, "a metric name begins with a letter, _ or :, not with 'é'")]
    [InlineData("sum(orders_total)", 4, "sum(...) is a function or an aggregation; each node's raw counter is needed, summing and differencing is done here")]
    [InlineData("rate (orders_total[5m])", 6, "rate(...) is a function or an aggregation; each node's raw counter is needed, summing and differencing is done here")]
    [InlineData("sum by (pod) (orders_total)", 5, "\"by\" belongs to an expression, not to a plain selector")]
    [InlineData("orders_total[5m]", 13, "a range like [5m] is not wanted: the time between readings is the metric's interval")]
    [InlineData("orders_total{a=\"b\"} offset 5m", 21, "offset moves the time of the reading; readings are taken now")]
    [InlineData("orders_total @ 1", 14, "@ moves the time of the reading; readings are taken now")]
    [InlineData("orders_total / requests_total", 14, "arithmetic and comparisons are not selectors")]
    [InlineData("orders_total > 5", 14, "arithmetic and comparisons are not selectors")]
    [InlineData("a or b", 3, "\"or\" belongs to an expression, not to a plain selector")]
    [InlineData("orders total", 8, "nothing may follow the selector, but there is 'total'")]
    [InlineData("o{a=\"b\"}{c=\"d\"}", 9, "a second set of matchers")]
    [InlineData("o{a=\"b\"", 8, "the matchers are not closed with }")]
    [InlineData("o{", 3, "the matchers are not closed with }")]
    [InlineData("o{a=\"b\" c=\"d\"}", 9, "a comma or } should follow, not 'c'")]
    [InlineData("o{a}", 4, "=, !=, =~ or !~ should follow the label a")]
    [InlineData("o{a==\"b\"}", 5, "the value is not in quotes (label a)")]
    [InlineData("o{a=b}", 5, "the value is not in quotes (label a)")]
    [InlineData("o{a=\"b}", 5, "the value is not closed (label a)")]
    [InlineData("o{a=\"b\\", 5, "the value is not closed (label a)")]
    [InlineData("o{a=\"\\d\"}", 7, "\\d is no escape; a backslash itself is written \\\\ (label a)")]
    [InlineData("o{1a=\"b\"}", 3, "a label name begins with a letter or _, not with '1'")]
    [InlineData("o{__name__=\"b\"}", 3, "the metric name is given before the braces, not as a matcher")]
    public void Names_what_is_wrong_and_where(string text, int column, string what)
    {
        var read = SelectorParser.Parse(text);
        Assert.Null(read.Selector);
        var fault = Assert.Single(read.Faults);
        Assert.Equal((column, what), (fault.Column, fault.What));
        Assert.NotEmpty(fault.Mend);
    }

    [Fact]
    public void Names_every_fault_at_once()
    {
        var read = SelectorParser.Parse("o{__name__=\"x\",a=~\"(\",b=~\"(?=x)\",c=\"fine\"} + 1");
        Assert.Equal([3, 19, 26, 44], read.Faults.Select(f => f.Column));
        Assert.Null(read.Selector);
    }

    [Fact]
    public void Refuses_a_selector_that_is_longer_than_any_is()
    {
        Assert.Single(SelectorParser.Parse(new string('a', SelectorParser.MaxLength + 1)).Faults);
        Assert.Empty(SelectorParser.Parse(new string('a', SelectorParser.MaxLength)).Faults);
    }

    [Theory]
    [InlineData("o{kind=\"sale\"}", true)]
    [InlineData("o{kind=\"sal\"}", false)]
    [InlineData("o{kind!=\"sale\"}", false)]
    [InlineData("o{kind!=\"refund\"}", true)]
    [InlineData("o{kind=~\"sale|gift\"}", true)]
    [InlineData("o{kind=~\"sal\"}", false)]
    [InlineData("o{kind=~\"ale\"}", false)]
    [InlineData("o{kind=~\".*ale\"}", true)]
    [InlineData("o{kind=~\"a|sale\\n?\"}", true)]
    [InlineData("o{kind!~\"s.*\"}", false)]
    [InlineData("o{kind!~\"S.*\"}", true)]
    [InlineData("o{absent=\"\"}", true)]
    [InlineData("o{absent=~\".*\"}", true)]
    [InlineData("o{absent!=\"\"}", false)]
    [InlineData("o{kind!=\"\"}", true)]
    [InlineData("o{kind=\"sale\",region=\"eu\"}", true)]
    [InlineData("o{kind=\"sale\",region=\"us\"}", false)]
    public void Matches_as_Prometheus_does_with_anchored_patterns_and_absent_labels_empty(string selector, bool matches)
    {
        var sample = new ExposedSample("o{...}", "o", [new("kind", "sale"), new("region", "eu")], 1, null, MetricType.Counter, 1);
        Assert.Equal(matches, SelectorParser.Parse(selector).Selector!.Matches(sample));
    }

    [Fact]
    public void A_pattern_that_would_explode_elsewhere_is_answered_at_once()
    {
        var selector = SelectorParser.Parse("o{a=~\"(x+x+)+y\"}").Selector!;
        var sample = new ExposedSample("o", "o", [new("a", new string('x', 4096))], 1, null, MetricType.Counter, 1);
        Assert.False(selector.Matches(sample));
    }
}
