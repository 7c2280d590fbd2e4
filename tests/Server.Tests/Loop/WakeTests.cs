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
}
