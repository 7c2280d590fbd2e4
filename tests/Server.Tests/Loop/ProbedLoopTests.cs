using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes.Contracts;

namespace Rollout.Server.Tests.Loop;

/// <summary>Probes and rollouts together, from the request on the wire to the recorded outcome (issue 6, points 5 and 6).</summary>
public sealed class ProbedLoopTests
{
    private const string Empty = """{"items":[]}""";
    private const string Null = """{"items":null}""";

    [Fact]
    public async Task A_canary_that_answers_null_where_stable_answers_an_empty_list_is_rolled_back()
    {
        await using var world = await ProbedWorld.StartAsync(WithContract);
        world.Answers = (_, revision) => (200, revision == "v1" ? Empty : Null);
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2");
        await world.UntilAsync(60, Phase.RolledBack);

        Assert.Equal((Reasons.ProbeFailsOnCanary, "v2"), (world.Progress.Outcomes[0].Reason, world.Progress.Outcomes[0].Revision));
        Assert.Contains("$.items to be as stable answers it, an array, got null", world.Progress.Message, StringComparison.Ordinal);
        Assert.All(world.Loop.Names, node => Assert.Equal("v1", world.Loop.RevisionOf(node)));
        Assert.DoesNotContain(await world.Loop.HappeningsAsync(), h => h.Reason == Reasons.ApiBreaksDeclared);
    }

    [Fact]
    public async Task The_same_break_declared_is_announced_before_the_first_stage_and_rolls_nothing_back()
    {
        await using var world = await ProbedWorld.StartAsync(WithContract);
        world.Answers = (_, revision) => (200, revision == "v1" ? Empty : Null);
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2", "$.items");
        await world.UntilAsync(40, Phase.Judging);

        // A controller that begins anew reads the declaration from the record.
        Assert.Equal(["$.items"], (await world.Loop.RecordAsync()).Progress.DeclaredBreaks);
        await world.Loop.BucketsAsync(1);
        Assert.Contains(world.Loop.Probes.Differences(), d => d.Difference is { Severity: DifferenceSeverity.Breaking, Path: "$.items" });
        await world.Loop.BucketsAsync(60);
        Assert.Equal(("v2", 0), (world.Loop.RevisionOf("n1"), world.Progress.RefusedRevisions.Count));
        Assert.Empty(world.Progress.Outcomes.Where(o => o.Result == OutcomeResult.RolledBack));
        Assert.All(world.Loop.Loop.Latest!.Probes, standing => Assert.Equal(0, standing.Failures));

        var told = (await world.Loop.HappeningsAsync()).Reverse().Select(h => (h.Reason, h.Message)).ToList();
        var announced = told.FindIndex(h => h.Reason == Reasons.ApiBreaksDeclared);
        Assert.Equal("v2 declares that it breaks its API at $.items: there it may answer otherwise than stable, and no contract check fails it", told[announced].Message);
        Assert.InRange(announced, 0, told.FindIndex(h => h.Reason == Reasons.StageOpened) - 1);
    }

    [Fact]
    public async Task A_widening_is_told_once_and_shown_in_the_status_and_fails_nothing()
    {
        await using var world = await ProbedWorld.StartAsync(WithContract);
        world.Answers = (_, revision) => (200, revision == "v1" ? Empty : """{"items":[],"note":"new"}""");
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2");
        await world.UntilAsync(40, Phase.Judging);
        await world.Loop.BucketsAsync(40);
        var widened = new Widening("checkout", "look into the basket", "$.note", "not there", "a text");
        Assert.Equal("v2 answers probe checkout with what v1 never did: step \"look into the basket\": $.note was not there, is a text; nothing fails by that",
            Assert.Single(await world.Loop.HappeningsAsync(), h => h.Reason == Reasons.ContractWidened).Message);
        Assert.All(world.Loop.Loop.Latest!.Probes, standing => Assert.Equal(0, standing.Failures));
        Assert.Equal(("v2", 0, 0), (world.Loop.RevisionOf("n1"), world.Progress.RefusedRevisions.Count, world.Progress.Outcomes.Count));
        Assert.Equal([widened], world.Progress.Widenings);

        // A controller that begins anew knows that it was told already.
        Assert.Equal([widened], (await world.Loop.RecordAsync()).Progress.Widenings);
    }

    [Fact]
    public async Task Another_break_than_the_declared_one_is_rolled_back()
    {
        await using var world = await ProbedWorld.StartAsync(WithContract);
        world.Answers = (_, revision) => (200, revision == "v1" ? Empty : Null);
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2", "$.total");
        await world.UntilAsync(60, Phase.RolledBack);
        Assert.Equal(Reasons.ProbeFailsOnCanary, world.Progress.Outcomes[0].Reason);
    }

    [Fact]
    public async Task A_probe_that_is_broken_on_stable_already_keeps_the_rollout_waiting_and_that_is_said()
    {
        await using var world = await ProbedWorld.StartAsync();
        world.Answers = (_, _) => (500, "{}");
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2");
        await world.Loop.BucketsAsync(20);
        Assert.Equal((Phase.Waiting, Reasons.ProbeFailsOnStable), (world.Progress.Phase, world.Progress.Reason));
        Assert.Equal("Probe checkout fails on stable: step \"look into the basket\" expected status 2xx, got status 500", world.Progress.Message);
        Assert.Contains(await world.Loop.HappeningsAsync(), h => h is { Reason: Reasons.ProbeFailsOnStable, Severity: Severity.Warning });
        Assert.All(world.Loop.Names, node => Assert.Equal("v1", world.Loop.RevisionOf(node)));

        world.Answers = (_, _) => (200, Empty);
        await world.UntilAsync(40, Phase.Judging);
        Assert.Equal("v2", world.Loop.RevisionOf("n1"));
    }

    /// <summary>One run in six fails, everywhere alike, and one failure is enough for the probe to say Failing.</summary>
    [Fact]
    public async Task A_probe_that_fails_now_and_then_anyway_rolls_back_nothing()
    {
        await using var world = await ProbedWorld.StartAsync(probe => probe with { FailAfter = 1 });
        var random = new Dictionary<string, Random>(StringComparer.Ordinal);
        foreach (var (node, i) in world.Loop.Names.Select((node, i) => (node, i)))
        {
            random[node] = new Random(i);
        }

        world.Answers = (node, _) => (random[node].Next(6) == 0 ? 500 : 200, Empty);
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2");
        await world.UntilAsync(60, Phase.Judging, Phase.Held);
        var canaryFailed = 0;
        for (var i = 0; i < 150 && world.Progress.Stage is not null; i++)
        {
            await world.Loop.BucketsAsync(1);
            canaryFailed += world.Progress.Reason == Reasons.ProbeNotProven ? 1 : 0;
        }

        Assert.True(canaryFailed > 5, $"it failed on the canary alone in {canaryFailed} passes: this shows nothing");
        Assert.DoesNotContain(world.Progress.Outcomes, o => o.Result == OutcomeResult.RolledBack);
        Assert.Empty(world.Progress.RefusedRevisions);
    }

    [Fact]
    public async Task A_failure_soon_after_a_promotion_is_told_with_the_release_and_a_late_one_is_not()
    {
        await using var world = await ProbedWorld.StartAsync(probe => probe with { WatchAfter = TimeSpan.FromMinutes(5) });
        await world.Loop.BucketsAsync(70);
        await world.Loop.WantAsync("v2");
        await world.UntilAsync(40, Phase.Judging);
        await world.Loop.OrderAsync(OrderKind.Promote, "v2");
        await world.UntilAsync(20, Phase.Promoted);
        world.Answers = (node, _) => (node == "n3" ? 500 : 200, Empty);
        await world.Loop.BucketsAsync(5);
        var named = Assert.Single(world.Loop.Loop.Latest!.Troubles, t => t.Reason == Reasons.ProbeFailsAfterPromotion);
        Assert.Equal("Probe checkout fails on n3 since v2 was promoted: step \"look into the basket\" expected status 2xx, got status 500", named.Message);
        Assert.Contains(await world.Loop.HappeningsAsync(), h => h is { Reason: Reasons.ProbeFailsAfterPromotion, Severity: Severity.Warning });
        Assert.Equal(Phase.Promoted, world.Progress.Phase);

        world.Answers = (_, _) => (200, Empty);
        await world.Loop.BucketsAsync(30);
        Assert.DoesNotContain(world.Loop.Loop.Latest!.Troubles, t => t.Reason == Reasons.ProbeFailsAfterPromotion);
        world.Answers = (node, _) => (node == "n3" ? 500 : 200, Empty);
        await world.Loop.BucketsAsync(5);
        Assert.Contains(world.Loop.Loop.Latest!.Probes, p => p is { Node: "n3", Health: Rollout.Probes.ProbeHealth.Failing });
        Assert.DoesNotContain(world.Loop.Loop.Latest!.Troubles, t => t.Reason == Reasons.ProbeFailsAfterPromotion);
    }

    private static AcceptanceProbeSpec WithContract(AcceptanceProbeSpec probe) => probe with { Contract = new ContractCheck() };
}
