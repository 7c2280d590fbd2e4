using System.Diagnostics.CodeAnalysis;

namespace Rollout.Kubernetes.Queueing;

/// <summary>
/// Keys that want attention. A key that is added many times is worked on once; one that is added while a worker has it comes again when
/// that worker is done: no key is ever with two workers. The design of client-go's workqueue, over <see cref="TimeProvider"/>.
/// <code>
///   Add ──► ready ──TakeAsync──► with a worker ──Done──► (added meanwhile? ready) ──► gone
///   AddAfter, AddFailed ──► waiting ──time──► Add
/// </code>
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The word of the field.")]
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>Within what a timer can count.</summary>
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly TimeProvider time;
    private readonly WorkQueueOptions options;
    private readonly Random chance;
    private readonly Lock gate = new();
    private readonly Queue<TKey> ready = [];
    private readonly Dictionary<TKey, long> queuedAt = [];
    private readonly Dictionary<TKey, long> working = [];
    private readonly HashSet<TKey> again = [];
    private readonly Dictionary<TKey, int> failures = [];
    private readonly Dictionary<TKey, long> waiting = [];
    private readonly PriorityQueue<TKey, long> due = new();
    private readonly ITimer alarm;
    private long alarmAt = long.MaxValue;
    private readonly Queue<TaskCompletionSource<bool>> idle = [];
    private bool closed;

    public WorkQueue(TimeProvider time, WorkQueueOptions options)
    {
        (this.time, this.options) = (time, options);
        chance = new Random(options.Seed);
        alarm = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys that wait for a worker.</summary>
    public int Depth
    {
        get
        {
            lock (gate)
            {
                return ready.Count;
            }
        }
    }

    /// <summary>Now, unless it is ready already.</summary>
    public void Add(TKey key)
    {
        int depth;
        TaskCompletionSource<bool>? worker;
        lock (gate)
        {
            if (closed || queuedAt.ContainsKey(key))
            {
                return;
            }

            waiting.Remove(key);
            if (working.ContainsKey(key))
            {
                again.Add(key);
                return;
            }

            worker = MakeReady_NeedsLock(key);
            depth = ready.Count;
        }

        options.Observer?.Queued(depth);
        worker?.TrySetResult(true);
    }

    /// <summary>After a while. Of several such wishes for one key the earliest counts; an <see cref="Add"/> before it makes it moot.</summary>
    public void AddAfter(TKey key, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (gate)
        {
            var at = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
            if (closed || queuedAt.ContainsKey(key) || (waiting.TryGetValue(key, out var set) && set <= at))
            {
                return;
            }

            waiting[key] = at;
            due.Enqueue(key, at);
            DropMoot_NeedsLock();
            SetAlarm_NeedsLock();
        }
    }

    /// <summary>After a wait that doubles with each failure of this key since <see cref="Forget"/>.</summary>
    /// <param name="atLeast">What a server asked for.</param>
    /// <returns>The wait.</returns>
    public TimeSpan AddFailed(TKey key, TimeSpan? atLeast = null)
    {
        TimeSpan wait;
        lock (gate)
        {
            var failed = failures.GetValueOrDefault(key);
            failures[key] = failed + 1;
            var full = Math.Min(options.LongestWait.Ticks, options.FirstWait.Ticks * Math.Pow(2, Math.Min(failed, 40)));
            wait = TimeSpan.FromTicks((long)(full * (0.5 + (0.5 * chance.NextDouble()))));
        }

        wait = atLeast > wait ? atLeast.Value : wait;
        options.Observer?.Retried();
        AddAfter(key, wait);
        return wait;
    }

    /// <summary>The key is well: its next failure is its first.</summary>
    public void Forget(TKey key)
    {
        lock (gate)
        {
            failures.Remove(key);
        }
    }

    /// <summary>The next key; the caller must give it back by <see cref="Done"/>. Not found: the queue is closed and empty.</summary>
    public async ValueTask<Taken> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TKey? key;
            TimeSpan waited;
            int depth;
            TaskCompletionSource<bool>? turn = null;
            lock (gate)
            {
                var found = TryTake_NeedsLock(out key, out waited);
                depth = ready.Count;
                if (!found && closed)
                {
                    return new Taken(false, default);
                }

                if (!found)
                {
                    turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                    idle.Enqueue(turn);
                }
            }

            if (turn is null)
            {
                options.Observer?.Taken(depth, waited);
                return new Taken(true, key);
            }

            try
            {
                await turn.Task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException) when (!turn.TrySetCanceled(CancellationToken.None))
            {
                // It was this worker's turn in the very moment it left: another must be woken in its place.
                Wake();
                throw;
            }
        }
    }

    /// <summary>The worker is done with a key that it took.</summary>
    public void Done(TKey key)
    {
        TimeSpan worked;
        int depth = -1;
        TaskCompletionSource<bool>? worker = null;
        lock (gate)
        {
            if (!working.Remove(key, out var since))
            {
                throw new InvalidOperationException($"nobody has taken {key}");
            }

            worked = time.GetElapsedTime(since);
            if (again.Remove(key) && !closed)
            {
                worker = MakeReady_NeedsLock(key);
                depth = ready.Count;
            }
        }

        options.Observer?.Finished(worked);
        if (depth >= 0)
        {
            options.Observer?.Queued(depth);
        }

        worker?.TrySetResult(true);
    }

    /// <summary>Takes nothing more in; what is ready may still be taken, what waits for a time is dropped.</summary>
    public void Close()
    {
        TaskCompletionSource<bool>[] turns;
        lock (gate)
        {
            closed = true;
            alarm.Dispose();
            waiting.Clear();
            due.Clear();
            again.Clear();
            turns = [.. idle];
            idle.Clear();
        }

        foreach (var turn in turns)
        {
            turn.TrySetResult(true);
        }
    }

    public void Dispose() => Close();

    /// <summary>One timer for all keys: ten thousand of them would be gone through several times a second.</summary>
    private void Ring()
    {
        var now = new List<TKey>();
        lock (gate)
        {
            alarmAt = long.MaxValue;
            var moment = time.GetTimestamp();
            while (due.TryPeek(out var key, out var at) && at <= moment)
            {
                due.Dequeue();
                if (waiting.TryGetValue(key, out var set) && set == at)
                {
                    now.Add(key);
                }
            }

            SetAlarm_NeedsLock();
        }

        now.ForEach(Add);
    }

    private void SetAlarm_NeedsLock()
    {
        if (closed || !due.TryPeek(out _, out var at) || at >= alarmAt)
        {
            return;
        }

        alarmAt = at;

        // Timers count whole milliseconds: one that rings too early would only be set again.
        var wait = Math.Ceiling(Math.Max(0, at - time.GetTimestamp()) * 1000.0 / time.TimestampFrequency);
        alarm.Change(TimeSpan.FromMilliseconds(Math.Min(wait, LongestAlarm.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wishes that an earlier one made moot stay in line until their time; there are never more of them than of the others, but for a few.</summary>
    private void DropMoot_NeedsLock()
    {
        if (due.Count <= (2 * waiting.Count) + 64)
        {
            return;
        }

        due.Clear();
        due.EnqueueRange(waiting.Select(w => (w.Key, w.Value)));
    }

    private void Wake()
    {
        TaskCompletionSource<bool>? worker;
        lock (gate)
        {
            worker = ready.Count > 0 ? NextIdle_NeedsLock() : null;
        }

        worker?.TrySetResult(true);
    }

    private bool TryTake_NeedsLock([MaybeNullWhen(false)] out TKey key, out TimeSpan waited)
    {
        waited = TimeSpan.Zero;
        if (!ready.TryDequeue(out key))
        {
            return false;
        }

        queuedAt.Remove(key, out var since);
        waited = time.GetElapsedTime(since);
        working[key] = time.GetTimestamp();
        return true;
    }

    private TaskCompletionSource<bool>? MakeReady_NeedsLock(TKey key)
    {
        ready.Enqueue(key);
        queuedAt[key] = time.GetTimestamp();
        return NextIdle_NeedsLock();
    }

    private TaskCompletionSource<bool>? NextIdle_NeedsLock()
    {
        while (idle.TryDequeue(out var turn))
        {
            if (!turn.Task.IsCompleted)
            {
                return turn;
            }
        }

        return null;
    }

    /// <param name="Found">False: the queue is closed and empty.</param>
    public readonly record struct Taken(bool Found, TKey? Key);
}
