using Rollout.Cli.Pipeline;
using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Cli.Tests.Pipeline;

public sealed class WaitingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RolloutProgress OnTrial = new()
    {
        Phase = "Judging", Reason = "EvidenceMissing", Message = "it is being judged", StableRevision = "v1", CanaryRevision = "v2", WantedRevision = "v2", WantedAt = Noon,
    };

    [Theory]
    [InlineData("Waiting")]
    [InlineData("Starting")]
    [InlineData("WarmingUp")]
    [InlineData("Judging")]
    [InlineData("Advancing")]
    [InlineData("Promoting")]
    [InlineData("RollingBack")]
    [InlineData("Paused")]
    public void Waits_on_while_the_revision_is_on_trial_or_paused(string phase) =>
        Assert.Equal(new WaitState.Going("v2", $"{phase}: it is being judged"), Of(OnTrial with { Phase = phase }));

    [Theory]
    [InlineData("Held", PipelineExit.Held)]
    [InlineData("Invalid", PipelineExit.Invalid)]
    [InlineData("Bypassed", PipelineExit.AbortedOrSuperseded)]
    public void What_needs_a_person_ends_the_wait_at_once(string phase, int code) => Assert.Equal(code, Ended(OnTrial with { Phase = phase }).Code);

    [Fact]
    public void A_promoted_revision_is_told_with_the_outcomes_own_words()
    {
        var ended = Ended(OnTrial with { Phase = "Promoted", StableRevision = "v2", CanaryRevision = null, Outcomes = [Outcome("v2", "Promoted", "no worse")] });

        Assert.Equal(new WaitState.Ended("v2", PipelineExit.Promoted, "Promoted", "no worse"), ended);
    }

    [Fact]
    public void A_fleet_that_runs_what_is_wanted_without_a_trial_is_promoted() =>
        Assert.Equal(PipelineExit.Promoted, Ended(OnTrial with { Phase = "Idle", CanaryRevision = null, WantedRevision = null, WantedAt = null }).Code);

    [Theory]
    [InlineData("RolledBack", PipelineExit.RolledBack)]
    [InlineData("Aborted", PipelineExit.AbortedOrSuperseded)]
    [InlineData("Superseded", PipelineExit.AbortedOrSuperseded)]
    public void A_refused_revision_is_told_as_it_ended(string result, int code)
    {
        var status = OnTrial with { Phase = "RolledBack", CanaryRevision = null, RefusedRevisions = [new RefusedSeen("v2", "HarmProven", "less", Noon)], Outcomes = [Outcome("v2", result, "why")] };

        Assert.Equal(new WaitState.Ended("v2", code, result, "why"), Ended(status));
    }

    [Fact]
    public void A_refusal_whose_outcome_is_forgotten_is_still_a_rollback() =>
        Assert.Equal(PipelineExit.RolledBack, Ended(OnTrial with
        {
            Phase = "RolledBack", CanaryRevision = null, RefusedRevisions = [new RefusedSeen("v2", "HarmProven", "less", Noon)],
        }).Code);

    [Fact]
    public void Never_answers_with_yesterdays_outcome_while_the_revision_is_wanted_anew()
    {
        // v2 was promoted once, v3 is on its way back, and v2 is wanted again.
        var status = OnTrial with { Phase = "RollingBack", CanaryRevision = "v3", Outcomes = [Outcome("v2", "Promoted", "yesterday")] };

        Assert.IsType<WaitState.Going>(Of(status));
        Assert.IsType<WaitState.Going>(Of(status, new WaitTarget("v2")));
    }

    [Fact]
    public void An_order_that_was_not_taken_up_is_not_answered_with_what_was_there_before()
    {
        var before = OnTrial with { Phase = "Promoted", StableRevision = "v2", CanaryRevision = null, Outcomes = [Outcome("v2", "Promoted", "yesterday")] };

        Assert.IsType<WaitState.Going>(Of(before, new WaitTarget("v2", Started: true, WantedBefore: Noon)));
        Assert.Equal(PipelineExit.Promoted, Ended(before with { WantedAt = Noon.AddMinutes(1) }, new WaitTarget("v2", Started: true, WantedBefore: Noon)).Code);
    }

    [Fact]
    public void Another_wish_after_ours_supersedes_it_and_an_outcome_of_ours_goes_before()
    {
        var other = OnTrial with { WantedRevision = "v3", CanaryRevision = "v3", WantedAt = Noon.AddMinutes(2) };
        var target = new WaitTarget("v2", Started: true, WantedBefore: Noon);

        Assert.Equal((PipelineExit.AbortedOrSuperseded, "Superseded"), (Ended(other, target).Code, Ended(other, target).Result));
        Assert.Equal(PipelineExit.RolledBack, Ended(other with { Outcomes = [Outcome("v2", "RolledBack", "less")] }, target).Code);
    }

    [Fact]
    public void A_pinned_revision_that_is_not_there_yet_is_waited_for() =>
        Assert.IsType<WaitState.Going>(Of(OnTrial, new WaitTarget("v9")));

    [Fact]
    public void A_fleet_that_nobody_has_looked_at_is_waited_for() =>
        Assert.Equal(new WaitState.Going(null, "Idle: not yet"), Of(new RolloutProgress { Phase = "Idle", Message = "not yet" }));

    private static OutcomeSeen Outcome(string revision, string result, string message) => new(result, revision, null, message, Noon, Noon.AddMinutes(5));

    private static WaitState Of(RolloutProgress status, WaitTarget? target = null) =>
        Waiting.Of(new RolloutSeen { Metadata = new RolloutSeen.RolloutName("default", "shop"), Status = status }, target ?? new WaitTarget(null));

    private static WaitState.Ended Ended(RolloutProgress status, WaitTarget? target = null) => Assert.IsType<WaitState.Ended>(Of(status, target));
}
