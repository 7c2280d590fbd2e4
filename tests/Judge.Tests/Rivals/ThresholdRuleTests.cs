namespace Rollout.Judge.Tests;

public sealed class ThresholdRuleTests
{
    [Fact]
    public void Failures_beyond_the_limit_roll_back_and_never_decay()
    {
        var rule = new ThresholdRule();
        RivalSample[] mixed = [.. Enumerable.Range(0, 240).Select(t => RivalRun.Bucket(t % 10 == 0 ? 9.4 : 11))];
        Assert.Equal(51, RivalRun.Of(rule, mixed));
        Assert.Null(RivalRun.Of(rule, Enumerable.Repeat(RivalRun.Bucket(9.5), 240)));
    }

    [Fact]
    public void A_longer_check_adds_its_buckets_up()
    {
        var rule = new ThresholdRule(every: TimeSpan.FromMinutes(10));
        Assert.Equal(60, RivalRun.Of(rule, Enumerable.Repeat(RivalRun.Bucket(9.4), 240)));

        // One bad bucket in ten does not pull the sum below 95 %.
        Assert.Null(RivalRun.Of(rule, Enumerable.Range(0, 240).Select(t => RivalRun.Bucket(t % 10 == 0 ? 9.4 : 10))));
    }

    [Fact]
    public void A_check_without_anything_to_compare_with_is_no_failure() =>
        Assert.Null(RivalRun.Of(new ThresholdRule(), Enumerable.Repeat(RivalRun.Bucket(0, control: 0), 240)));
}
