namespace Rollout.FakeKubernetes.Watching;

/// <summary>
/// When bookmarks are due: every minute, and once a second in the last two seconds before the watch's own time-out
/// (a watch that lasts no longer than that gets none), as the recordings show.
/// </summary>
internal sealed class WatchBookmarks : IDisposable
{
    private readonly ITimer minute;
    private readonly ITimer last;
    private int due;

    public WatchBookmarks(TimeProvider time, TimeSpan lasts, TimeSpan beforeTheEnd, WatchSignal signal)
    {
        var end = time.GetUtcNow() + lasts;
        void Due(object? state)
        {
            if (time.GetUtcNow() >= end)
            {
                return;
            }

            Interlocked.Increment(ref due);
            signal.Wake();
        }

        minute = time.CreateTimer(Due, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        last = lasts > beforeTheEnd
            ? time.CreateTimer(Due, null, lasts - beforeTheEnd, TimeSpan.FromSeconds(1))
            : time.CreateTimer(Due, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many have fallen due since the last time.</summary>
    public int Take() => Interlocked.Exchange(ref due, 0);

    public void Dispose()
    {
        minute.Dispose();
        last.Dispose();
    }
}
