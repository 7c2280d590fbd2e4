using Rollout.Server.Loop;
using Rollout.Support;

namespace Rollout.Server.Tests.Loop;

public sealed class HearingTests
{
    private readonly ManualTime time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task So_many_may_wait_and_one_more_is_sent_away_until_a_pass_has_recorded_them()
    {
        var hearing = new Hearing(time);
        var waiting = Enumerable.Range(0, Hearing.Most).Select(_ => TakeAsync(hearing)).ToList();
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        Assert.False(await TakeAsync(hearing));

        hearing.Done(hearing.Now);
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.Empty(hearing.Now);
        Assert.False(TakeAsync(hearing).IsCompleted);
    }

    [Fact]
    public async Task What_was_not_recorded_in_time_is_answered_so_and_recorded_all_the_same()
    {
        var hearing = new Hearing(time);
        var waiting = TakeAsync(hearing);
        time.Advance(TimeSpan.FromSeconds(8));
        Assert.False(await waiting);
        Assert.Single(hearing.Now);
    }

    private static Task<bool> TakeAsync(Hearing hearing) => hearing.TakeAsync([], () => { }, TimeSpan.FromSeconds(8), default);
}
