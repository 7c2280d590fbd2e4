using Rollout.Demo.Story;
using Rollout.Demo.Tests.Terminal;
using Rollout.Server.Client;

namespace Rollout.Demo.Tests.Story;

public sealed class ReleaseWatchTests
{
    private static readonly DateTimeOffset Ordered = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly ReleaseWatch watch = new("v2", Ordered);

    [Fact]
    public void Keeps_the_last_figures_and_the_probe_that_were_seen_on_trial_when_the_ending_no_longer_shows_them()
    {
        Assert.Null(watch.See(Shown.Rollout, TimeSpan.FromSeconds(3)));
        var replaced = Shown.Rollout.Status.Probes![0] with { Failure = new("put tea in the basket", "an answer", "no connection", null) };
        Assert.Null(watch.See(Shown.Rollout with { Status = Shown.Rollout.Status with { Phase = "RollingBack", Probes = [replaced] } }, TimeSpan.FromSeconds(8)));
        var result = watch.See(Ended("v2", Ordered.AddSeconds(9)), TimeSpan.FromSeconds(9));
        Assert.Equal(("RolledBack", "lost a quarter"), (result!.Ending, result.Why));
        Assert.Equal(-0.25, result.Figures!.Effect);
        Assert.Equal("pay for honey", result.Failure!.Failure!.Step);
    }

    [Fact]
    public void Takes_the_deciding_point_from_the_evidence_of_the_same_revision_only()
    {
        var result = new ReleaseResult("v2", "RolledBack", TimeSpan.Zero, Shown.Rollout.Status.Verdict!.Metrics![0]);
        EvidenceSeen.Point[] points = [new(null, -0.1, -0.5, 0.4, 0.1, 0.2), new(null, -0.31, -0.5, -0.02, 6.95, -4)];
        var evidence = new EvidenceSeen("v2", [new("dollars", points)]);
        var decided = result.With(evidence).Figures!;
        Assert.Equal((-0.31, -0.5, -0.02, 6.95, "Worse"), (decided.Effect, decided.Low, decided.High, decided.LogEHarm, decided.Verdict));
        Assert.Equal("Insufficient", result.With(evidence with { Metrics = [new("dollars", points[..1])] }).Figures!.Verdict);
        Assert.Same(result, result.With(evidence with { Revision = "v1" }));
        Assert.Same(result, result.With(null));
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
