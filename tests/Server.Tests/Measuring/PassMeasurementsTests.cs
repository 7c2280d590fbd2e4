using Rollout.Planning;
using Rollout.Probes;
using Rollout.Server.Loop;
using Rollout.Server.Measuring;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Measuring;

/// <summary>Whose failures a probe's are: an alert on the stable version must not speak of a release that is being taken back.</summary>
public class PassMeasurementsTests
{
    private static readonly ProbeStanding[] Standings =
    [
        new() { Probe = "checkout", Node = "n1", Revision = "v2", Health = ProbeHealth.Failing },
        new() { Probe = "checkout", Node = "n2", Revision = "v1", Health = ProbeHealth.Passing },
    ];

    [Fact]
    public void On_trial_the_canarys_failures_are_the_canarys() => Assert.Equal((0, 1), Sides(Shop.OnTrial()));

    [Fact]
    public void On_the_way_back_they_still_are() => Assert.Equal((0, 1), Sides(Shop.OnTrial() with
    {
        Phase = Phase.RollingBack,
        Stage = null,
        CanaryNodes = [],
        CanaryRevision = null,
        WayBack = new WayBack(OutcomeResult.RolledBack, "v2", Reasons.HarmProven, "harm"),
    }));

    [Fact]
    public void On_a_node_that_was_left_behind_too() => Assert.Equal((0, 1), Sides(Shop.AtRest() with
    {
        Phase = Phase.RolledBack,
        RefusedRevisions = [new RefusedRevision("v2", Reasons.HarmProven, "harm", Shop.Noon)],
    }));

    [Fact]
    public void What_runs_stable_again_speaks_for_stable() => Assert.Equal(
        (double.NaN, 0), Sides(Shop.AtRest() with { Phase = Phase.RolledBack }, [Standings[0] with { Revision = "v1" }, Standings[1]]));

    /// <summary>As the two gauges of the probe show it.</summary>
    private static (double Canary, double Stable) Sides(Progress progress, ProbeStanding[]? standings = null)
    {
        var world = new World
        {
            Now = Shop.Noon,
            Spec = Shop.Spec() with { Probes = [new Rollout.Api.RolloutProbe("checkout")] },
            Progress = progress,
            Fleet = Shop.Seen(),
        };

        // Gauges are made of the world and the probes alone.
        var probes = PassMeasurements.Of(new PassResult(world, null!, null, null!, standings ?? Standings, []), StageExpectation.None, "default", "shop").Probes;
        return (probes.Single(p => p.Canary).Success, probes.Single(p => !p.Canary).Success);
    }
}
