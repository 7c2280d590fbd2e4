namespace Rollout.Support;

/// <summary>A clock that moves only when told; timers fire in order of their due time, inside <see cref="Advance"/>.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;
    private TimeSpan setBack;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <summary>Goes on whatever becomes of the clock.</summary>
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return (now + setBack).UtcTicks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Timers that wait for their time.</summary>
    public int Timers
    {
        get
        {
            lock (gate)
            {
                return timers.Count(t => t.Due < DateTimeOffset.MaxValue);
            }
        }
    }

    /// <summary>When the next timer falls due, once there is one: whoever works beside the test may have yet to set it. A minute at most.</summary>
    public Task<DateTimeOffset> DueAsync() => DueAsync(TimeSpan.Zero, TimeSpan.MaxValue);

    /// <summary>The same for a timer that falls due so long from now: others are none of the test's.</summary>
    public async Task<DateTimeOffset> DueAsync(TimeSpan least, TimeSpan most)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            lock (gate)
            {
                if (timers.Where(t => t.Due < DateTimeOffset.MaxValue && t.Due - now >= least && t.Due - now <= most).MinBy(t => t.Due) is { } next)
                {
                    return next.Due;
                }
            }

            if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException("no timer was set within a minute");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>Somebody sets the clock back; timers wait as long as they would have.</summary>
    public void SetBack(TimeSpan by)
    {
        lock (gate)
        {
            now -= by;
            setBack += by;
            foreach (var timer in timers.Where(t => t.Due < DateTimeOffset.MaxValue))
            {
                timer.Due -= by;
            }
        }
    }

    /// <summary>Moves the clock and runs every timer that falls due, each at its own moment.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(t => t.Due <= until).MinBy(t => t.Due);
                if (next is null)
                {
                    now = until;
                    return;
                }

                now = next.Due > now ? next.Due : now;
                next.Due = next.Period > TimeSpan.Zero ? now + next.Period : DateTimeOffset.MaxValue;
            }

            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                Period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.now + dueTime;
                if (!time.timers.Contains(this))
                {
                    time.timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
