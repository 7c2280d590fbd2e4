using Rollout.Planning;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

public sealed class RestartTests : IAsyncDisposable
{
    private readonly LoopWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Conditions_keep_their_transition_times_and_move_only_with_their_status()
    {
        await world.JudgingAsync(buckets: 3);
        var before = (await world.RecordAsync()).Conditions.ToDictionary(c => c.Type, StringComparer.Ordinal);
        Assert.Equal(ConditionTypes.All, before.Keys);
        await world.StartAsync();
        await world.BucketsAsync(2);
        var after = (await world.RecordAsync()).Conditions.ToDictionary(c => c.Type, StringComparer.Ordinal);
        foreach (var type in ConditionTypes.All.Where(t => after[t].Status == before[t].Status))
        {
            Assert.Equal(before[type].LastTransitionTime, after[type].LastTransitionTime);
        }

        Assert.Equal((ConditionStatus.True, before[ConditionTypes.Progressing].LastTransitionTime),
            (after[ConditionTypes.Progressing].Status, after[ConditionTypes.Progressing].LastTransitionTime));
        Assert.True(after[ConditionTypes.Progressing].LastTransitionTime < world.Time.GetUtcNow() - Shop.Bucket);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_costs_the_bucket_in_flight_and_no_warm_up(bool showsStart)
    {
        world.ShowsStart = showsStart;
        await world.JudgingAsync(buckets: 3);
        var before = (await world.RecordAsync()).Evidence["orders"];
        world.Pass(Shop.Bucket / 2);
        await world.StartAsync();
        await world.Loop.TurnAsync(default);
        world.Pass(Shop.Bucket / 2);
        await world.Loop.TurnAsync(default);
        await world.BucketsAsync(4);
        var after = (await world.RecordAsync()).Evidence["orders"];
        Assert.Equal((before.Buckets + 4, before.CanaryEvents + 40, before.FleetEvents + 160, before.LeftOut),
            (after.Buckets, after.CanaryEvents, after.FleetEvents, after.LeftOut));
        Assert.Empty(world.Loop.Readings.Excluded);
    }

    [Theory]
    [InlineData("n2", true)]
    [InlineData("n2", false)]
    [InlineData("n1", true)]
    [InlineData("n1", false)]
    public async Task A_node_that_was_restarted_while_no_controller_looked_warms_up_and_is_not_counted(string node, bool showsStart)
    {
        world.ShowsStart = showsStart;
        await world.JudgingAsync(buckets: 3);
        world.Restart(node);
        await world.StartAsync();
        await world.BucketsAsync(2);
        Assert.Equal("warms up", world.Loop.Readings.Excluded[node]);
        var before = (await world.RecordAsync()).Evidence["orders"];
        await world.BucketsAsync(1);
        var during = (await world.RecordAsync()).Evidence["orders"];
        Assert.Equal(node == "n1" ? 0 : 30, during.FleetEvents - before.FleetEvents);
        await world.BucketsAsync(3);
        Assert.Empty(world.Loop.Readings.Excluded);
    }

    [Fact]
    public async Task Without_process_starts_a_long_absence_makes_every_node_warm_up_for_nobody_knows_what_happened()
    {
        world.ShowsStart = false;
        await world.JudgingAsync(buckets: 3);
        world.Pass(TimeSpan.FromMinutes(30));
        await world.StartAsync();
        await world.BucketsAsync(2);
        Assert.Equal(Shop.Nodes, world.Loop.Readings.Excluded.Keys.Order());
    }

    [Fact]
    public async Task With_process_starts_even_a_long_absence_costs_no_warm_up()
    {
        await world.JudgingAsync(buckets: 3);
        world.Pass(TimeSpan.FromMinutes(30));
        await world.StartAsync();
        await world.BucketsAsync(2);
        Assert.Empty(world.Loop.Readings.Excluded);
    }

    [Fact]
    public async Task A_restart_that_nobody_saw_makes_a_node_warm_up_under_a_running_controller_too()
    {
        await world.JudgingAsync(buckets: 3);
        world.Restart("n3");
        await world.BucketsAsync(2);
        Assert.Equal("warms up", world.Loop.Readings.Excluded["n3"]);
    }

    [Fact]
    public async Task A_control_that_left_the_fleet_file_is_simply_gone_and_the_evidence_goes_on()
    {
        await world.JudgingAsync(buckets: 3);
        var before = (await world.RecordAsync()).Evidence["orders"];
        world.Names = ["n1", "n2", "n3"];
        await world.StartAsync();
        await world.BucketsAsync(3);
        var after = (await world.RecordAsync()).Evidence["orders"];
        Assert.Equal((Phase.Judging, before.CanaryEvents + 20, before.FleetEvents + 60), (world.Progress.Phase, after.CanaryEvents, after.FleetEvents));
    }

    [Fact]
    public async Task A_canary_that_left_the_fleet_file_is_replaced_and_the_new_one_warms_up()
    {
        await world.JudgingAsync(buckets: 3);
        world.Names = ["n2", "n3", "n4"];
        await world.StartAsync();
        await world.BucketsAsync(2);
        Assert.Equal(["n2"], world.Progress.CanaryNodes);
        Assert.Equal(1, world.Progress.Trial);
        await world.BucketsAsync(6);
        Assert.Equal(Phase.Judging, world.Progress.Phase);
    }
}
