using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class JudgingTests
{
    private static Story At(InsufficientPolicy policy) =>
        Story.Judged().Change(w => w with { Spec = w.Spec with { OnInsufficient = policy } });

    [Theory]
    [InlineData(InsufficientPolicy.Hold, Phase.Held, Reasons.DeadlinePassed)]
    [InlineData(InsufficientPolicy.Widen, Phase.Advancing, Reasons.DeadlineWidened)]
    [InlineData(InsufficientPolicy.RollBack, Phase.RollingBack, Reasons.DeadlinePassed)]
    public void At_the_deadline_the_owners_policy_decides(InsufficientPolicy policy, Phase phase, string reason)
    {
        var story = At(policy).After(TimeSpan.FromHours(1)).Pass();
        Assert.Equal((phase, reason), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void Widening_holds_at_the_last_stage_and_never_promotes()
    {
        var story = At(InsufficientPolicy.Widen).After(TimeSpan.FromHours(1)).Settle().After(TimeSpan.FromMinutes(2)).Settle();
        Assert.Equal(3, story.Now.CanaryNodes.Count);
        story.After(TimeSpan.FromHours(3)).Settle();
        Assert.Equal((Phase.Held, Reasons.DeadlinePassed), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void Held_goes_on_judging_and_leaves_when_the_evidence_comes()
    {
        var story = At(InsufficientPolicy.Hold).After(TimeSpan.FromHours(1)).Settle().Hears(Verdict.NoWorse).Pass();
        Assert.Equal(Phase.Advancing, story.Now.Phase);
    }

    [Fact]
    public void Time_without_metrics_and_time_paused_do_not_count_towards_the_deadline()
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(20)).Pass();
        story.Hears(Verdict.Unavailable).Pass().After(TimeSpan.FromMinutes(9)).Pass().Hears(Verdict.Insufficient).Pass();
        story.Orders(OrderKind.Pause).Pass().After(TimeSpan.FromHours(5)).Orders(OrderKind.Resume).Settle();

        // 2 min of warm-up and 20 min of judging ran; 9 min of outage and 5 h of pause did not.
        Assert.Equal(TimeSpan.FromMinutes(22), story.Now.Stage!.Deadline.At(story.World.Now));
        story.After(TimeSpan.FromMinutes(37)).Settle();
        Assert.Equal(Phase.Judging, story.Now.Phase);
        story.After(TimeSpan.FromMinutes(1)).Settle();
        Assert.Equal(Phase.Held, story.Now.Phase);
    }

    [Theory]
    [InlineData(UnavailablePolicy.Hold, Phase.Held)]
    [InlineData(UnavailablePolicy.RollBack, Phase.RollingBack)]
    public void Metrics_out_of_reach_for_too_long_follow_their_own_policy(UnavailablePolicy policy, Phase phase)
    {
        var story = Story.Judged().Change(w => w with { Spec = w.Spec with { OnUnavailable = policy } }).Hears(Verdict.Unavailable).Pass();
        Assert.Equal(Phase.Judging, story.After(TimeSpan.FromMinutes(9)).Pass().Now.Phase);
        Assert.Equal((phase, Reasons.MetricsUnavailable), (story.After(TimeSpan.FromMinutes(1)).Pass().Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void The_clock_of_an_outage_begins_anew_with_each_outage()
    {
        var story =
            Story.Judged().Hears(Verdict.Unavailable).Pass().After(TimeSpan.FromMinutes(9)).Pass().Hears(Verdict.Insufficient).Pass();
        Assert.Null(story.Now.UnavailableSince);
        Assert.Equal(Phase.Judging, story.Hears(Verdict.Unavailable).After(TimeSpan.FromMinutes(2)).Pass().Now.Phase);
    }

    [Theory]
    [InlineData(ProbeState.Failing, ProbeState.Failing, Phase.Held, Reasons.ProbeFailsEverywhere)]
    [InlineData(ProbeState.Failing, ProbeState.Unknown, Phase.Held, Reasons.ProbeFailsEverywhere)]
    [InlineData(ProbeState.Passing, ProbeState.Failing, Phase.Held, Reasons.ProbeFailsOnStable)]
    [InlineData(ProbeState.Unknown, ProbeState.Passing, Phase.Judging, Reasons.ProbeUnknown)]
    [InlineData(ProbeState.Passing, ProbeState.Unknown, Phase.Judging, Reasons.ProbeUnknown)]
    [InlineData(ProbeState.Passing, ProbeState.Passing, Phase.Advancing, Reasons.EvidenceReached)]
    public void With_all_evidence_there_the_probes_still_have_their_say(ProbeState canary, ProbeState stable, Phase phase, string reason)
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse).Probe(n => n == "n1" ? canary : stable).Pass();
        Assert.Equal((phase, reason), (story.Now.Phase, story.Now.Reason));
    }

    /// <summary>Asked as a customer asks: nobody knows which node it was that answered.</summary>
    [Theory]
    [InlineData(ProbeState.Passing, Phase.Advancing, Reasons.EvidenceReached)]
    [InlineData(ProbeState.Failing, Phase.Held, Reasons.ProbeFailsEverywhere)]
    [InlineData(ProbeState.Unknown, Phase.Judging, Reasons.ProbeUnknown)]
    public void A_probe_of_the_service_as_a_whole_opens_a_stage_or_holds_it_and_blames_no_canary(ProbeState state, Phase phase, string reason)
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse)
            .Change(w => w with { Probes = [A.Reading("n1", state) with { Node = null }] }).Pass();
        Assert.Equal((phase, reason), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void What_the_service_as_a_whole_said_before_the_canary_was_warm_opens_no_stage()
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse)
            .Change(w => w with { Probes = [A.Reading("n1", ProbeState.Passing) with { Node = null, LastRun = A.Start }] }).Pass();
        Assert.Equal((Phase.Judging, Reasons.ProbeUnknown), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void One_broken_host_on_stable_does_not_excuse_a_canary_whose_probe_fails()
    {
        var story = Story.Judged().Probe(n => n is "n1" or "n9" ? ProbeState.Failing : ProbeState.Passing).Pass();
        Assert.Equal(Reasons.ProbeFailsOnCanary, story.Now.Reason);
    }

    /// <summary>One that fails one time in twenty everywhere has such a row now and then.</summary>
    [Fact]
    public void A_row_of_failures_on_the_canary_that_may_be_chance_takes_nothing_back_and_promotes_nothing()
    {
        var story = Story.Judged().After(TimeSpan.FromMinutes(4)).Hears(Verdict.NoWorse)
            .Change(w => w with { ProvenProbes = new HashSet<string>(StringComparer.Ordinal) })
            .Probe(n => n == "n1" ? ProbeState.Failing : ProbeState.Passing).Pass();
        Assert.Equal((Phase.Judging, Reasons.ProbeNotProven), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_spec_without_an_objective_is_invalid_and_never_vacuously_good()
    {
        var story = Story.Judged().Hears(Verdict.NoWorse).Change(w => w with { Spec = w.Spec with { Metrics = [A.GuardMetric()] } }).Pass();
        Assert.Equal((Phase.Invalid, Reasons.SpecInvalid), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_node_beyond_the_stage_that_runs_the_canary_is_counted_and_named()
    {
        var story =
            Story.Judged().Hears(Verdict.NoWorse).After(TimeSpan.FromMinutes(4)).Fleet(n => n.Name == "n7" ? n with { Revision = "v2" }
            : n).Pass();
        Assert.Equal((Phase.Held, Reasons.CanaryLeak), (story.Now.Phase, story.Now.Reason));
        Assert.Equal("n7 runs v2 beyond the 1 of this stage", story.Now.Message);
    }

    [Fact]
    public void A_canary_that_comes_back_warms_up_again_and_keeps_the_evidence()
    {
        var story = Story.Judged().Fleet(n => n.Name == "n1" ? n with { Ready = false, Trouble = "restarts" } : n).Settle();
        Assert.Equal(("n1 is not ready: restarts", 1), (story.Now.Message, story.Now.Trial));
        story.Fleet(n => n with { Ready = true }).Settle();
        Assert.Equal(Phase.WarmingUp, story.Now.Phase);
        Assert.Equal(["n1"], story.Now.WarmingNodes);
        Assert.Equal((Phase.Judging, 1), (story.After(TimeSpan.FromMinutes(2)).Settle().Now.Phase, story.Now.Trial));
    }

    [Fact]
    public void A_canary_that_comes_and_goes_does_not_do_so_for_ever()
    {
        var story = Story.Judged();
        for (var i = 0; i < 6; i++)
        {
            story.Fleet(n => n.Name == "n1" ? n with { Ready = false } : n).Pass().After(TimeSpan.FromMinutes(1)).Pass();
            story.Fleet(n => n with { Ready = true }).Settle();
        }

        Assert.Contains(story.Happenings, h => h is { Reason: Reasons.ProgressDeadlinePassed });
        Assert.Equal("v2", Assert.Single(story.Now.RefusedRevisions).Revision);
    }

    [Fact]
    public void A_failed_deployment_takes_back_with_what_the_command_said()
    {
        var story = new Story().Settle().Wants("v2").Pass().Pass();
        story.Fleet(n => n with { Revision = "v1" }, new DeployFailure("n1", "v2", "exit 7: disk full")).Pass();
        Assert.Equal((Reasons.DeployFailed, "v2 could not be put on n1: exit 7: disk full"), (story.Now.Reason, story.Now.Message));
    }
}
