namespace Rollout.Kubernetes.Tests.Leasing;

/// <summary>A machine's clock: hours off, and running a little faster or slower than the true one.</summary>
internal sealed class SkewedTime(TimeProvider truth, TimeSpan off, double rate) : TimeProvider
{
    private readonly long begin = truth.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(truth.GetElapsedTime(begin).Ticks * rate);

    public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + off + (TimeSpan.FromTicks(GetTimestamp()) - truth.GetElapsedTime(begin));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Skewed(this, truth.CreateTimer(callback, state, True(dueTime), True(period)));

    private TimeSpan True(TimeSpan local) => local == Timeout.InfiniteTimeSpan ? local : local / rate;

    private sealed class Skewed(SkewedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.True(dueTime), time.True(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
