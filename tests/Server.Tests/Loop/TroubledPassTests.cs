using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Rollout.Fleets;
using Rollout.Planning;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

public sealed class TroubledPassTests : IAsyncDisposable
{
    private readonly LoopWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_level_that_is_not_reached_is_told_once_in_event_log_and_status_until_it_is()
    {
        await world.JudgingAsync();
        world.Deploys = _ => new EnsureResult.Failed("n3", "disk full (to be tried again after 2s)");
        world.See(new ObservedNode("n3", "v0", true));
        await world.BucketsAsync(2);
        world.Deploys = _ => new EnsureResult.Failed("n3", "disk full (to be tried again after 4s)");
        await world.BucketsAsync(3);
        var trouble = Assert.Single(Troubles());
        Assert.Equal("LevelNotReached", trouble["reason"]!.GetValue<string>());
        Assert.Equal("The fleet is not as ordered (v2 on n1 and v1 on the others), n3 failed: disk full (to be tried again after 4s)", trouble["message"]!.GetValue<string>());
        Assert.Single(world.Log.Lines, l => l.Level == LogLevel.Warning && l.Text.Contains("LevelNotReached", StringComparison.Ordinal));
        Assert.Single(await world.HappeningsAsync(), h => h.Reason == Reasons.LevelNotReached && h.Severity == Severity.Warning);

        world.Deploys = _ => null;
        await world.BucketsAsync(2);
        Assert.Empty(Troubles());
    }

    [Fact]
    public async Task A_deployment_that_throws_is_told_too()
    {
        await world.JudgingAsync();
        world.See(new ObservedNode("n3", "v0", true));
        world.Deploys = _ => throw new InvalidOperationException("no such key");
        await world.BucketsAsync(2);
        Assert.Contains("InvalidOperationException: no such key", Assert.Single(Troubles())["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task When_nothing_can_be_recorded_nothing_is_done_and_it_is_said_and_waited_for_ever_longer()
    {
        await world.JudgingAsync();
        var orders = world.Orders.Count;
        await world.WantAsync("v3");
        world.Sql("CREATE TRIGGER refuse BEFORE UPDATE OF version ON rollout BEGIN SELECT RAISE(ABORT, 'no space left'); END");
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            waits.Add((await world.Loop.TurnAsync(default) - world.Time.GetUtcNow()).TotalSeconds);
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5], waits);
        Assert.Equal(orders, world.Orders.Count);
        Assert.Equal("v2", world.Progress.CanaryRevision);
        Assert.Equal("PassFails", Assert.Single(Troubles())["reason"]!.GetValue<string>());
        Assert.Contains("no space left", Troubles()[0]["message"]!.GetValue<string>());
        Assert.Contains("no space left", world.Rollout.NotReady);
        Assert.Equal(4, world.Log.Lines.Count(l => l.Level == LogLevel.Error && l.Text.Contains("no space left", StringComparison.Ordinal)));

        world.Sql("DROP TRIGGER refuse");
        await world.BucketsAsync(2);
        Assert.Empty(Troubles());
        Assert.Null(world.Rollout.NotReady);
        Assert.Equal(OutcomeResult.Superseded, world.Progress.Outcomes[0].Result);
        Assert.True(world.Orders.Count > orders);
    }

    [Fact]
    public async Task A_conflict_drops_the_plan_and_repeated_ones_are_no_hot_loop()
    {
        await world.JudgingAsync();
        var orders = world.Orders.Count;
        await world.WantAsync("v3");
        world.Between = () => world.Sql("UPDATE rollout SET version = version + 1");
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            waits.Add((await world.Loop.TurnAsync(default) - world.Time.GetUtcNow()).TotalSeconds);
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8], waits);
        Assert.Equal(orders, world.Orders.Count);
        Assert.Equal("PassFails", Assert.Single(Troubles())["reason"]!.GetValue<string>());
        world.Between = () => { };
        await world.BucketsAsync(1);
        Assert.Empty(Troubles());
        Assert.NotNull(world.Progress.WayBack);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_counts_nothing_twice_and_is_told()
    {
        await world.JudgingAsync(buckets: 3);
        var before = (await world.RecordAsync()).Evidence["orders"];
        world.Time.SetBack(TimeSpan.FromMinutes(1));
        await world.BucketsAsync(3);
        Assert.Equal("ClockSetBack", Assert.Single(Troubles())["reason"]!.GetValue<string>());
        Assert.Contains("readings up to 2026-03-04", Troubles()[0]["message"]!.GetValue<string>());
        Assert.Equal(before, (await world.RecordAsync()).Evidence["orders"]);
        await world.BucketsAsync(5);
        Assert.Empty(Troubles());
        var after = (await world.RecordAsync()).Evidence["orders"];
        Assert.True(after.FleetEvents <= before.FleetEvents + (8 * 40), $"{before.FleetEvents} became {after.FleetEvents}");
        Assert.Single(await world.HappeningsAsync(), h => h.Reason == Reasons.ClockSetBack);
    }

    private JsonObject[] Troubles() =>
        [.. JsonNode.Parse(world.Rollout.Current.Json)!["status"]!["troubles"]!.AsArray().Select(t => t!.AsObject())];
}
