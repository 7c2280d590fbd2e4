using Rollout.Api;
using Rollout.Planning;
using Rollout.Planning.Alerts;
using Rollout.Server.Hooks;

namespace Rollout.Server.Tests.Loop;

public sealed class AlertsTests : IAsyncLifetime
{
    private readonly LoopWorld world = new();

    public async Task InitializeAsync()
    {
        world.Spec = world.Spec with { Alerts = [new AlertPolicy { Name = "pages", Matchers = ["severity=\"page\""] }] };
        await world.JudgingAsync();
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task An_alert_pauses_and_is_known_to_the_next_controller_until_it_is_over()
    {
        var hearing = HearAsync(News(firing: true));
        Assert.False(hearing.IsCompleted);
        await world.Loop.TurnAsync(default);
        Assert.Equal(new HeardAnswer.Recorded(1), await hearing);
        Assert.Equal((Phase.Paused, Reasons.PausedByAlert), (world.Progress.Phase, world.Progress.Reason));

        // What was answered with Recorded survives whatever happens next.
        await world.StartAsync();
        await world.BucketsAsync(3);
        Assert.Equal((Phase.Paused, Reasons.PausedByAlert), (world.Progress.Phase, world.Progress.Reason));
        var over = HearAsync(News(firing: false));
        await world.Loop.TurnAsync(default);
        await over;
        Assert.Equal(Phase.Judging, world.Progress.Phase);
        Assert.Contains(await world.HappeningsAsync(), h => h is { Reason: Reasons.AlertFires, By: "alert HighErrors" });
    }

    [Fact]
    public async Task What_no_pass_could_record_is_not_taken()
    {
        world.Between = () => throw new InvalidOperationException("the fleet is on fire");
        var hearing = HearAsync(News(firing: true));
        await world.Loop.TurnAsync(default);
        Assert.False(hearing.IsCompleted);
        world.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.IsType<HeardAnswer.NotYet>(await hearing);

        // Sent again, as Alertmanager does, it is one alert.
        world.Between = () => { };
        var again = HearAsync(News(firing: true));
        await world.Loop.TurnAsync(default);
        Assert.IsType<HeardAnswer.Recorded>(await again);
        Assert.Equal(Phase.Paused, world.Progress.Phase);
        Assert.Single(world.Progress.Alerts);
    }

    [Fact]
    public async Task What_fits_no_policy_wakes_nobody() =>
        Assert.Equal(new HeardAnswer.Recorded(0), await HearAsync(News(firing: true) with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["severity"] = "info" } }));

    [Fact]
    public async Task A_policy_that_is_adopted_in_the_middle_counts_from_then_on()
    {
        world.Rollout.Adopt(world.Spec with { Alerts = [new AlertPolicy { Name = "tickets", Matchers = ["severity=\"ticket\""] }] });
        Assert.Equal(new HeardAnswer.Recorded(0), await HearAsync(News(firing: true)));
    }

    private AlertNews News(bool firing) => new(
        "f1", new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "HighErrors", ["severity"] = "page" }, "5xx above 2 %", firing, world.Time.GetUtcNow(),
        firing ? null : world.Time.GetUtcNow(), world.Time.GetUtcNow());

    private async Task<HeardAnswer> HearAsync(AlertNews news) => await world.Rollout.HearAsync(new AlertGroup([news]), default);
}
