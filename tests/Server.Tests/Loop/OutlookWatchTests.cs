using System.Text.Json.Nodes;
using Rollout.Server.Judging;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

/// <summary>Forecasts of a real loop; a bucket lasts ten seconds by the clock of the test.</summary>
public sealed class OutlookWatchTests : IAsyncDisposable
{
    private readonly LoopWorld world = new();

    private OutlookWatch Watch => world.Loop.Outlooks;

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_trial_is_forecast_once_a_minute_and_shown_by_the_passes_after_it()
    {
        await world.JudgingAsync();
        await BucketsAsync(2);
        var seen = new List<DateTimeOffset>();
        for (var i = 0; i < 13; i++)
        {
            await BucketsAsync(1);
            seen.Add(Watch.Trial!.AsOf);
        }

        var times = seen.Distinct().ToList();
        Assert.InRange(times.Count, 2, 3);
        Assert.All(times.Zip(times.Skip(1)), t => Assert.Equal(TimeSpan.FromMinutes(1), t.Second - t.First));
        var forecast = Status()["verdict"]!["metrics"]![0]!["forecast"]!;
        Assert.Equal(["0.05", "0.1", "0.2", "0.5"], forecast["losses"]!.AsArray().Select(l => l!["loss"]!.GetValue<string>()));
        Assert.Contains("if nothing is lost (9 in 10: ", Status()["forecast"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Other_canaries_are_forecast_at_once()
    {
        await world.JudgingAsync();
        await BucketsAsync(1);
        var progress = world.Progress;
        var before = Watch.Trial!;
        var pass = world.Loop.Latest!;
        var next = pass with { World = pass.World with { Progress = progress with { CanaryNodes = ["n1", "n2"], Stage = progress.Stage! with { Nodes = 2 } } } };
        Watch.Look(next);
        await Watch.UnderWay;
        Assert.Equal((1, 2), (before.Canaries, Watch.Trial!.Canaries));
        Assert.False(Outlooks.IsOf(before, next.World.Progress));
    }

    [Fact]
    public async Task A_controller_that_was_started_anew_forecasts_the_recorded_trial()
    {
        await world.JudgingAsync();
        await world.StartAsync();
        Assert.Null(Watch.Trial);
        await BucketsAsync(2);
        Assert.NotEmpty(Watch.Trial!.Metrics);
    }

    [Fact]
    public async Task At_rest_it_says_what_a_start_would_take_at_most_every_ten_minutes()
    {
        await world.StartAsync();
        await BucketsAsync(5);
        Assert.Null(Watch.Start);
        Assert.Null(Status()["ifStartedNow"]);
        await BucketsAsync(30);
        var first = Watch.Start!;
        Assert.Equal(1, first.Canaries);
        Assert.StartsWith("Started now on one node: ", Status()["ifStartedNow"]!["text"]!.GetValue<string>(), StringComparison.Ordinal);

        await UntilAsync(first.AsOf + TimeSpan.FromMinutes(10) - Shop.Bucket);
        Assert.Same(first, Watch.Start);
        await UntilAsync(first.AsOf + TimeSpan.FromMinutes(10));
        Assert.Equal(first.AsOf + TimeSpan.FromMinutes(10), Watch.Start!.AsOf);
    }

    [Fact]
    public async Task While_a_trial_is_under_way_nothing_is_said_of_a_start()
    {
        await world.JudgingAsync();
        await BucketsAsync(2);
        Assert.NotNull(Watch.Start);
        Assert.Null(Status()["ifStartedNow"]);
    }

    private JsonNode Status() => JsonNode.Parse(world.Rollout.Current.Json)!["status"]!;

    private async Task UntilAsync(DateTimeOffset time)
    {
        while (world.Time.GetUtcNow() < time)
        {
            await BucketsAsync(1);
        }
    }

    private async Task BucketsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // One thing is worked out at a time: what an earlier pass began would make this one skip its own.
            await Watch.UnderWay;
            await world.BucketsAsync(1);
            await Watch.UnderWay;
        }
    }
}
