namespace Rollout.EndToEnd.Tests.Market;

/// <summary>What the scenarios' own source of metrics makes up.</summary>
public class PretendPrometheusTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    [Fact]
    public void A_question_that_is_asked_twice_has_one_answer_and_begins_when_the_pod_was_ready()
    {
        var pod = new KnownPod("store", "shop-1", "uid-1", 1, Half, Noon);
        var late = pod.Scrapes(Noon.AddSeconds(50), Noon.AddSeconds(60)).ToList();
        var all = pod.Scrapes(Noon.AddMinutes(-5), Noon.AddSeconds(60)).ToList();
        Assert.Equal(120, all.Count);
        Assert.Equal(Noon + Half, all[0].At);
        Assert.Equal(late, all[^20..]);
        Assert.Equal(all, new KnownPod("store", "shop-1", "uid-1", 1, Half, Noon).Scrapes(Noon, Noon.AddSeconds(60)));
        pod.Over = Noon.AddSeconds(30);
        Assert.Equal(60, pod.Scrapes(Noon, Noon.AddSeconds(60)).Count());
    }

    /// <summary>Ten minutes at 400 orders a second: the mean is known to 0.2 %, and chance spreads the counts as it would a shop's.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void A_pod_sells_what_its_template_says_give_or_take_what_chance_has(double earns)
    {
        var counts = Enumerable.Range(0, 1200).Select(tick => Earnings.Orders("uid-2", earns, tick, Half)).ToList();
        var (mean, expected) = (counts.Average(), Earnings.Rate * earns * Half.TotalSeconds);
        Assert.InRange(mean, 0.98 * expected, 1.02 * expected);
        Assert.InRange(counts.Average(c => (c - mean) * (c - mean)) / expected, 0.85, 1.15);
    }

    [Theory]
    [InlineData("shop_orders_total{namespace=\"a\"}[2s]", "shop_orders_total", 2, false)]
    [InlineData("up{pod=~\"a|b\\\\.c\"}[2000ms]", "up", 2, false)]
    [InlineData("last_over_time(up[1s])", "up", 1, true)]
    public void The_questions_of_the_controller_are_understood(string text, string name, double seconds, bool newest)
    {
        var question = PromQuestion.Of(text);
        Assert.Equal((name, TimeSpan.FromSeconds(seconds), newest), (question.Name, question.Span, question.Newest));
    }

    [Theory]
    [InlineData("rate(shop_orders_total[1m])")]
    [InlineData("sum(up)")]
    [InlineData("up")]
    [InlineData("up[1m] offset 5m")]
    public void What_a_controller_should_not_ask_is_refused(string text) => Assert.Throws<FormatException>(() => PromQuestion.Of(text));

    [Fact]
    public void Matchers_are_those_of_prometheus()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["pod"] = "b.c", ["namespace"] = "a" };
        Assert.True(PromQuestion.Of("up{pod=~\"a|b\\\\.c\",namespace=\"a\",gone=\"\"}[1s]").Accepts(labels));
        Assert.False(PromQuestion.Of("up{pod=~\"b\"}[1s]").Accepts(labels));
        Assert.False(PromQuestion.Of("up{namespace!=\"a\"}[1s]").Accepts(labels));
        Assert.True(PromQuestion.Of("up{pod!~\"x.*\"}[1s]").Accepts(labels));
    }
}
