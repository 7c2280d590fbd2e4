using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

/// <summary>Fleets whose platform chooses, names, holds and replaces its nodes by itself.</summary>
public class PlatformFleetTests
{
    private static readonly string[] Vacant = ["place 1", "place 2", "place 3"];

    [Fact]
    public void A_vacant_place_is_ordered_and_gives_its_name_to_the_node_that_fills_it()
    {
        var story = new Story { Obeys = false }.Change(w => w with { Fleet = Seen([]) }).Settle().Wants("v2").Settle();
        Assert.Equal(new Effect.EnsureCanaries("v2", "v1", ["place 1"]), Assert.Single(story.Plan.Effects));
        Assert.Equal((Phase.Starting, Reasons.StageOpened), (story.Now.Phase, story.Now.Reason));

        story.Change(w => w with { Fleet = Seen(["pod-a"]) }).Settle();
        Assert.Equal((Phase.WarmingUp, "pod-a"), (story.Now.Phase, Assert.Single(story.Now.CanaryNodes)));
        Assert.DoesNotContain(story.Happenings, h => h.Reason == Reasons.CanaryReplaced);

        story.After(TimeSpan.FromMinutes(2)).Settle().Change(w => w with { Fleet = Seen(["pod-b"]) }).Settle();
        Assert.Equal((Phase.WarmingUp, "pod-b"), (story.Now.Phase, Assert.Single(story.Now.CanaryNodes)));
        Assert.Contains(story.Happenings, h => h.Reason == Reasons.CanaryReplaced && h.Message.StartsWith("pod-a left", StringComparison.Ordinal));
    }

    [Fact]
    public void Stages_are_a_part_of_the_wanted_nodes_and_not_of_those_that_come_on_top()
    {
        var story = new Story { Obeys = false }.Change(w => w with { Fleet = Seen([], wanted: 7) }).Settle();
        Assert.Equal(7, Stage(story.Wants("v2").Settle()).FleetNodes);
    }

    [Fact]
    public void A_place_that_stays_vacant_runs_into_the_progress_deadline_with_its_trouble()
    {
        var story = new Story { Obeys = false }.Change(w => w with { Fleet = Seen([]) }).Settle().Wants("v2").Settle();
        story.After(TimeSpan.FromMinutes(6)).Pass();
        Assert.Equal((Phase.RollingBack, Reasons.ProgressDeadlinePassed), (story.Now.Phase, story.Now.Reason));
        Assert.Contains("forbidden", story.Now.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_room_for_a_canary_holds_past_every_deadline_and_refuses_nothing()
    {
        var story = new Story { Obeys = false }.Change(w => w with { Fleet = Seen([]) }).Settle().Wants("v2").Settle();
        story.Change(w => w with { Fleet = Seen([], noCapacity: "0/6 nodes are available") }).Settle();
        Assert.Equal((Phase.Held, Reasons.NoCapacity), (story.Now.Phase, story.Now.Reason));
        story.After(TimeSpan.FromDays(2)).Settle();
        Assert.Equal((Phase.Held, Reasons.NoCapacity), (story.Now.Phase, story.Now.Reason));
        Assert.Empty(story.Now.RefusedRevisions);

        story.Change(w => w with { Fleet = Seen(["pod-a"]) }).Settle();
        Assert.Equal((Phase.WarmingUp, TimeSpan.Zero), (story.Now.Phase, Stage(story).Deadline.Ran));
    }

    [Fact]
    public void A_busy_workload_is_neither_adopted_nor_begun_with()
    {
        var story = new Story { Obeys = false }.Change(w => w with { Fleet = Known(w, f => f with { Busy = "its own rollout is not over" }) }).Settle();
        Assert.Equal((Phase.Waiting, Reasons.WorkloadBusy, (string?)null), (story.Now.Phase, story.Now.Reason, story.Now.StableRevision));
        story.Change(w => w with { Fleet = Known(w, f => f with { Busy = null }) }).Settle();
        Assert.Equal("v1", story.Now.StableRevision);
        story.Change(w => w with { Fleet = Known(w, f => f with { Busy = "it is scaled" }) }).Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, Reasons.WorkloadBusy), (story.Now.Phase, story.Now.Reason));
    }

    [Fact]
    public void A_workload_that_rolls_by_itself_ends_the_trial_and_is_not_touched()
    {
        var story = Story.Judged();
        story.Change(w => w with { Fleet = Known(w, f => f with { Unheld = "the Deployment is not paused" }) }).Settle();
        Assert.Equal((Phase.Bypassed, Reasons.Unheld), (story.Now.Phase, story.Now.Reason));
        Assert.IsType<Effect.EnsureNothing>(Assert.Single(story.Plan.Effects));
        Assert.Equal((OutcomeResult.Aborted, "v2", Reasons.Unheld), (story.Now.Outcomes[0].Result, story.Now.Outcomes[0].Revision, story.Now.Outcomes[0].Reason));

        story.Change(w => w with { Fleet = Known(w, f => new FleetState([.. f.Nodes.Select(n => n with { Revision = "v2" })])) }).Settle();
        Assert.Equal((Phase.Idle, "v2"), (story.Now.Phase, story.Now.StableRevision));
    }

    [Fact]
    public void What_rolls_by_itself_is_taken_back_when_a_person_aborts_it()
    {
        var story = Story.Judged();
        story.Change(w => w with { Fleet = Known(w, f => f with { Unheld = "the Deployment is not paused" }) }).Settle();
        story.Obeys = false;
        story.Orders(OrderKind.Abort, "v2").Pass();
        Assert.Equal((Phase.RollingBack, Reasons.Aborted), (story.Now.Phase, story.Now.Reason));
        Assert.Equal(new Effect.EnsureEverywhere("v1"), Assert.Single(story.Plan.Effects));
    }

    [Fact]
    public void A_node_that_got_the_revision_by_itself_is_the_first_canary_and_too_many_are_a_leak()
    {
        var one = new Story { Obeys = false }.Change(w => w with { Fleet = Spreading() }).Settle();
        one.Change(w => w with { Fleet = Spreading("n7") }).Wants("v2").Settle();
        Assert.Equal("n7", Assert.Single(one.Now.CanaryNodes));

        var two = new Story { Obeys = false }.Change(w => w with { Fleet = Spreading() }).Settle();
        two.Change(w => w with { Fleet = Spreading("n7", "n8") }).Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, Reasons.CanaryLeak), (two.Now.Phase, two.Now.Reason));
    }

    [Fact]
    public void In_a_stage_it_takes_the_place_of_a_canary_that_has_not_begun_and_is_a_leak_beside_one_that_has()
    {
        var story = new Story { Obeys = false }.Change(w => w with { Fleet = Spreading() }).Settle().Wants("v2").Settle();
        Assert.Equal("n1", Assert.Single(story.Now.CanaryNodes));
        story.Change(w => w with { Fleet = Spreading("n9") }).Settle();
        Assert.Equal((Phase.WarmingUp, "n9"), (story.Now.Phase, Assert.Single(story.Now.CanaryNodes)));
        story.After(TimeSpan.FromMinutes(2)).Settle().Change(w => w with { Fleet = Spreading("n9", "n2") }).Settle();
        Assert.Equal((Phase.Held, Reasons.CanaryLeak, "n9"), (story.Now.Phase, story.Now.Reason, Assert.Single(story.Now.CanaryNodes)));
    }

    [Fact]
    public void A_stage_goes_to_machines_that_fit_its_selector_and_waits_where_too_few_do()
    {
        var spec = A.Spec() with
        {
            Stages = [new Api.StageSpec { Nodes = new Api.NodeCount(2, false), NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["disk"] = "ssd" } }],
        };
        var story = new Story(A.World() with { Spec = spec, Fleet = Labelled("n6", "n9") }) { Obeys = false }.Settle().Wants("v2").Settle();
        Assert.Equal(["n6", "n9"], story.Now.CanaryNodes);
        var few = new Story(A.World() with { Spec = spec, Fleet = Labelled("n6") }) { Obeys = false }.Settle().Wants("v2").Settle();
        Assert.Equal((Phase.Waiting, Reasons.NotEnoughReadyNodes), (few.Now.Phase, few.Now.Reason));
        Assert.Contains("nodeSelector", few.Now.Message, StringComparison.Ordinal);
    }

    private static Observed<FleetState> Labelled(params string[] ssd) => new Observed<FleetState>.Known(new FleetState(
        [.. A.Names(10).Select(n => new ObservedNode(n, "v1", true)
        {
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["disk"] = ssd.Contains(n, StringComparer.Ordinal) ? "ssd" : "hdd" },
        })]));

    private static Observed<FleetState> Spreading(params string[] came) => new Observed<FleetState>.Known(new FleetState(
        [.. A.Names(10).Select(n => new ObservedNode(n, came.Contains(n, StringComparer.Ordinal) ? "v2" : "v1", true))]) { SpreadsByItself = true });

    private static StageProgress Stage(Story story) => story.Now.Stage!;

    private static Observed<FleetState> Known(World world, Func<FleetState, FleetState> change) =>
        new Observed<FleetState>.Known(change(((Observed<FleetState>.Known)world.Fleet).Value));

    private static Observed<FleetState> Seen(string[] canaries, int wanted = 10, string? noCapacity = null) =>
        new Observed<FleetState>.Known(new FleetState(
            [.. A.Names(10).Select(n => new ObservedNode(n, "v1", true)), .. canaries.Select(c => new ObservedNode(c, "v2", true))])
        {
            WantedNodes = wanted,
            Places = new CanaryPlaces([.. canaries, .. Vacant], "creating it is forbidden"),
            NoCapacity = noCapacity,
        });
}
