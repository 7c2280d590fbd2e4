using Rollout.Support;

namespace Rollout.Kubernetes.Tests;

/// <summary>A manual clock that tells when the code under test has begun to wait: a test moves time only after that.</summary>
internal sealed class ObservedTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly ManualTime inner = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly List<(DateTimeOffset At, TimeSpan Due)> started = [];
    private readonly List<(Func<TimeSpan, bool> Fits, TaskCompletionSource Done)> waiting = [];

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public void Advance(TimeSpan by) => inner.Advance(by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Watched(this, inner.CreateTimer(callback, state, dueTime, period));
        Noted(dueTime);
        return timer;
    }

    /// <summary>Done when a timer of this length has been started since the clock last stood where it stands.</summary>
    public Task UntilTimerAsync(TimeSpan due) => UntilTimerAsync(found => found == due);

    public Task UntilTimerAsync(Func<TimeSpan, bool> fits)
    {
        lock (gate)
        {
            if (started.Any(timer => timer.At == GetUtcNow() && fits(timer.Due)))
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((fits, done));
            return done.Task.WaitAsync(TimeSpan.FromMinutes(1), System);
        }
    }

    private void Noted(TimeSpan due)
    {
        lock (gate)
        {
            started.Add((GetUtcNow(), due));
            waiting.RemoveAll(entry => entry.Fits(due) && entry.Done.TrySetResult());
        }
    }

    private sealed class Watched(ObservedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            time.Noted(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
