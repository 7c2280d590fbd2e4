using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;
using Rollout.Support;

namespace Rollout.Server.Tests.Loop;

public sealed class WakeTests
{
    private readonly ManualTime time = new(Shop.Noon);

    [Fact]
    public async Task Ends_at_its_time_and_not_before()
    {
        var wait = new Wake(time).UntilAsync(Shop.Noon.AddSeconds(10), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await wait;
    }

    [Fact]
    public async Task Calls_made_before_anybody_waits_end_one_wait_and_no_second()
    {
        var wake = new Wake(time);
        wake.Call();
        wake.Call();
        await wake.UntilAsync(Shop.Noon.AddHours(1), CancellationToken.None);
        var second = wake.UntilAsync(Shop.Noon.AddHours(1), CancellationToken.None);
        Assert.False(second.IsCompleted);
        wake.Call();
        await second;
    }

    [Fact]
    public async Task Cancellation_is_thrown()
    {
        using var stop = new CancellationTokenSource();
        var wait = new Wake(time).UntilAsync(Shop.Noon.AddHours(1), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task A_timer_that_fires_a_little_early_is_waited_for_once_more()
    {
        var early = new EarlyTime(time, TimeSpan.FromMilliseconds(3));
        var wait = new Wake(early).UntilAsync(Shop.Noon.AddSeconds(1), CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(997));
        while (time.Timers == 0 && !wait.IsCompleted)
        {
            await Task.Yield();
        }

        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(3));
        await wait;
    }

    [Fact]
    public async Task A_clock_that_is_set_back_during_the_wait_is_not_waited_for()
    {
        var wait = new Wake(time).UntilAsync(Shop.Noon.AddSeconds(10), CancellationToken.None);
        time.SetBack(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromSeconds(10));
        await wait;
    }

    /// <summary>The first timer ends before its time, as one does whose clock is not the wall's.</summary>
    private sealed class EarlyTime(ManualTime time, TimeSpan by) : TimeProvider
    {
        private int timers;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, timers++ == 0 ? dueTime - by : dueTime, period);
    }
}
