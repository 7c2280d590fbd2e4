using Rollout.Demo.Story;
using Rollout.Demo.Tests.Terminal;

namespace Rollout.Demo.Tests.Story;

public sealed class ReleaseWatchTests
{
    private static readonly DateTimeOffset Ordered = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly ReleaseWatch watch = new("v2", Ordered);

    [Fact]
    public void Keeps_the_last_figures_and_the_probe_that_were_seen_on_trial_when_the_ending_no_longer_shows_them()
    {
        Assert.Null(watch.See(Shown.Rollout, TimeSpan.FromSeconds(3)));
        var result = watch.See(Ended("v2", Ordered.AddSeconds(9)), TimeSpan.FromSeconds(9));
        Assert.Equal(("RolledBack", "lost a quarter"), (result!.Ending, result.Why));
        Assert.Equal(-0.25, result.Figures!.Effect);
        Assert.Equal("pay for honey", result.Failure!.Failure!.Step);
    }

    [Fact]
    public void An_ending_of_before_the_order_or_of_another_version_is_none_of_this_release()
    {
        Assert.Null(watch.See(Ended("v2", Ordered.AddSeconds(-60)), TimeSpan.Zero));
        Assert.Null(watch.See(Ended("v9", Ordered.AddSeconds(60)), TimeSpan.Zero));
    }

    [Fact]
    public void Giving_up_says_where_it_stood_or_that_nobody_answered()
    {
        Assert.Equal("Judging: one sentence", watch.GiveUp(Shown.Rollout, TimeSpan.Zero).Why);
        Assert.Equal(("TimedOut", "the controller does not answer"), (watch.GiveUp(null, TimeSpan.Zero).Ending, watch.GiveUp(null, TimeSpan.Zero).Why));
    }

    private static RolloutSeen Ended(string version, DateTimeOffset at) => Shown.Rollout with
    {
        Status = new()
        {
            Phase = "RolledBack", StableRevision = "v1",
            Outcomes = [new("RolledBack", version, "Harm", "lost a quarter", null, at)],
        },
    };
}
