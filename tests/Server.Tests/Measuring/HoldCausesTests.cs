using Rollout.Planning;
using Rollout.Server.Measuring;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Measuring;

public class HoldCausesTests
{
    [Theory]
    [InlineData(Reasons.DeadlinePassed, "evidence")]
    [InlineData(Reasons.MetricsUnavailable, "metrics")]
    [InlineData(Reasons.MetricMisconfigured, "metrics")]
    [InlineData(Reasons.FleetNotComparable, "comparability")]
    [InlineData(Reasons.ProbeFailsEverywhere, "probe")]
    [InlineData(Reasons.ProbeFailsOnStable, "probe")]
    [InlineData(Reasons.NoCapacity, "capacity")]
    [InlineData(Reasons.FleetUnreadable, "fleet")]
    [InlineData(Reasons.CanaryLeak, "fleet")]
    [InlineData(Reasons.StrayRevision, "fleet")]
    [InlineData(Reasons.GateClosed, "other")]
    public void Every_reason_to_hold_has_one_word_of_a_closed_set(string reason, string cause)
    {
        Assert.Equal(cause, HoldCauses.Of(Shop.OnTrial() with { Phase = Phase.Held, Reason = reason }));
        Assert.Contains(cause, HoldCauses.All);
    }

    [Fact]
    public void What_is_not_held_has_no_cause() => Assert.All(
        Enum.GetValues<Phase>().Where(p => p != Phase.Held), p => Assert.Null(HoldCauses.Of(Shop.OnTrial() with { Phase = p, Reason = Reasons.DeadlinePassed })));
}
