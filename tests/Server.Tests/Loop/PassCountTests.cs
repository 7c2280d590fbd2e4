using Rollout.Server.Loop;
using Rollout.Support;

namespace Rollout.Server.Tests.Loop;

public sealed class PassCountTests
{
    private readonly ManualTime time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_pass_that_was_under_way_has_not_seen_what_was_written_meanwhile()
    {
        var count = new PassCount(time) { IsRunning = true };
        count.Begin();
        var seen = count.NextAsync(TimeSpan.FromSeconds(2), default);

        count.End();
        Assert.False(seen.IsCompleted);

        count.Begin();
        count.End();
        await seen;
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_limit()
    {
        var count = new PassCount(time) { IsRunning = true };
        var seen = count.NextAsync(TimeSpan.FromSeconds(2), default);

        Assert.False(seen.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await seen;
    }

    [Fact]
    public async Task Nobody_waits_for_passes_that_do_not_come() => await new PassCount(time).NextAsync(TimeSpan.FromSeconds(2), default);

    [Fact]
    public async Task Who_is_told_to_end_ends()
    {
        using var stop = new CancellationTokenSource();
        var seen = new PassCount(time) { IsRunning = true }.NextAsync(TimeSpan.FromSeconds(2), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => seen);
    }
}
