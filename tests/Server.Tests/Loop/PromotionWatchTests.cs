using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Server.Loop;

namespace Rollout.Server.Tests.Loop;

public class PromotionWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly StaggeredRolloutSpec Spec = new() { Probes = [new RolloutProbe("checkout", new AcceptanceProbeSpec { Steps = [], WatchAfter = TimeSpan.FromMinutes(30) })] };

    private static readonly Progress Promoted = Progress.Initial with
    {
        Phase = Phase.Promoted,
        StableRevision = "v2",
        Outcomes = [new Outcome(OutcomeResult.Promoted, "v2", Reasons.RevisionPromoted, "promoted", Noon.AddHours(-1), Noon)],
    };

    private static readonly ProbeStanding Failing = new()
    {
        Probe = "checkout", Node = "n3", Revision = "v2", Health = ProbeHealth.Failing, Failure = new ProbeFailure("pay", "status 2xx", "status 500", null, Noon.AddMinutes(5)),
    };

    [Fact]
    public void A_failure_soon_after_a_promotion_names_the_release()
    {
        var trouble = Assert.Single(PromotionWatch.Troubles(Spec, Promoted, [Failing], Noon.AddMinutes(6)));
        Assert.Equal("Probe checkout fails on n3 since v2 was promoted: step \"pay\" expected status 2xx, got status 500", trouble.Message);
        Assert.Equal((Reasons.ProbeFailsAfterPromotion, "checkout/v2", Noon.AddMinutes(5)), (trouble.Reason, trouble.About, trouble.Since));
        Assert.Equal(Severity.Warning, Reasons.SeverityOf(trouble.Reason));
    }

    [Fact]
    public void A_probe_of_the_service_as_a_whole_names_it_too()
    {
        var whole = Failing with { Node = Probes.Targets.Assigning.Whole, Revision = null };
        var trouble = Assert.Single(PromotionWatch.Troubles(Spec, Promoted, [whole], Noon.AddMinutes(6)));
        Assert.Equal("Probe checkout fails since v2 was promoted: step \"pay\" expected status 2xx, got status 500", trouble.Message);
    }

    [Fact]
    public void Later_or_of_another_revision_or_of_before_it_is_not_laid_to_the_release()
    {
        Assert.Empty(PromotionWatch.Troubles(Spec, Promoted, [Failing], Noon.AddMinutes(31)));
        Assert.Empty(PromotionWatch.Troubles(Spec, Promoted, [Failing with { Revision = "v3" }], Noon.AddMinutes(6)));
        Assert.Empty(PromotionWatch.Troubles(Spec, Promoted, [Failing with { Failure = Failing.Failure! with { At = Noon.AddMinutes(-1) } }], Noon.AddMinutes(6)));
        Assert.Empty(PromotionWatch.Troubles(Spec, Promoted, [Failing with { Health = ProbeHealth.Passing }], Noon.AddMinutes(6)));
        var back = Promoted with { Outcomes = [Promoted.Outcomes[0] with { Result = OutcomeResult.RolledBack }] };
        Assert.Empty(PromotionWatch.Troubles(Spec, back, [Failing], Noon.AddMinutes(6)));
    }
}
