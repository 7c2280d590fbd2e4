using System.Collections.Concurrent;
using Rollout.Support;

namespace Rollout.Probes.Tests.Schedule;

/// <summary>A manual clock that tells for which moments somebody waits, so that a test moves it only when the loops are ready.</summary>
internal sealed class WatchedTime(ManualTime inner) : TimeProvider
{
    private readonly ConcurrentDictionary<DateTimeOffset, bool> awaited = new();

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public bool IsAwaited(DateTimeOffset at) => awaited.ContainsKey(at);

    public void Advance(TimeSpan by) => inner.Advance(by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = inner.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            awaited[GetUtcNow() + dueTime] = true;
        }

        return timer;
    }
}
