namespace Rollout.History;

/// <summary>
/// Writes releases beside the loop. Noting one never blocks and never fails; a store that is slow or away is tried again and again, and of
/// a release only the newest is kept meanwhile. Nothing hangs on this memory: at the start, and after more had to wait than it holds, it
/// asks for all that is recorded and writes what the store does not know.
/// </summary>
public sealed class ReleaseLedger : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly IReleaseStore store;
    private readonly Func<CancellationToken, ValueTask<IReadOnlyList<ReleaseRecord>>> recorded;
    private readonly TimeProvider time;
    private readonly int most;
    private readonly Dictionary<ReleaseKey, ReleaseRecord> waiting = [];
    private readonly Queue<ReleaseKey> order = new();
    private readonly CancellationTokenSource stop = new();
    private TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task work = Task.CompletedTask;
    private long askedFor = 1;
    private long asked;
    private string? trouble;
    private DateTimeOffset? since;
    private int refused;

    /// <param name="store">Where to; not disposed here.</param>
    /// <param name="recorded">All releases that the controllers' own records know, the oldest first.</param>
    /// <param name="time">For the pauses between attempts.</param>
    /// <param name="most">Releases that may wait.</param>
    public ReleaseLedger(
        IReleaseStore store, Func<CancellationToken, ValueTask<IReadOnlyList<ReleaseRecord>>> recorded, TimeProvider time, int most = 1000)
    {
        this.store = store;
        this.recorded = recorded;
        this.time = time;
        this.most = most;
    }

    /// <summary>Called when the standing has turned: the store went away, came back, or refused a release. The sentence is for a log.</summary>
    public event Action<string>? Told;

    /// <summary>Called after each release that changed the store.</summary>
    public event Action<ReleaseRecord>? Written;

    public LedgerStanding Standing
    {
        get
        {
            lock (gate)
            {
                return new LedgerStanding(waiting.Count, trouble, since, refused);
            }
        }
    }

    /// <summary>Ends when all that was noted and recorded is written.</summary>
    public Task SettledAsync()
    {
        lock (gate)
        {
            return waiting.Count == 0 && asked == askedFor ? Task.CompletedTask : settled.Task;
        }
    }

    public void Start() => work = RunAsync(stop.Token);

    /// <summary>A release as it is now. Never blocks.</summary>
    public void Note(ReleaseRecord release)
    {
        var fitted = ReleaseLimits.Fitted(release);
        lock (gate)
        {
            if (!waiting.ContainsKey(fitted.Key))
            {
                order.Enqueue(fitted.Key);
                if (waiting.Count >= most && order.TryDequeue(out var oldest))
                {
                    waiting.Remove(oldest);
                    askedFor++;
                }
            }

            waiting[fitted.Key] = fitted;
            called.TrySetResult();
        }
    }

    /// <summary>Ends at once, whatever is under way: what is not written yet is written by the next controller.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var pause = TimeSpan.Zero;
        try
        {
            while (true)
            {
                pause = await StepAsync(cancellationToken) ? TimeSpan.Zero
                    : pause == TimeSpan.Zero ? Shortest : pause * 2 < Longest ? pause * 2 : Longest;
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, time, cancellationToken);
                }
                else
                {
                    await CalledAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>Writes all there is; false when the store, or the record, could not be had.</summary>
    private async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReleaseRecord? next;
            bool ask;
            lock (gate)
            {
                next = order.TryPeek(out var key) ? waiting[key] : null;
                ask = next is null && asked != askedFor;
                if (next is null && !ask)
                {
                    settled.TrySetResult();
                    settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return true;
                }
            }

            if (!(ask ? await AskAsync(cancellationToken) : await WriteAsync(next!, cancellationToken)))
            {
                return false;
            }
        }
    }

    private async ValueTask<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            long wanted;
            lock (gate)
            {
                wanted = askedFor;
            }

            foreach (var release in await recorded(cancellationToken))
            {
                // Straight to the store: there may be more of them than may wait.
                if (!await WriteAsync(ReleaseLimits.Fitted(release), cancellationToken))
                {
                    return false;
                }
            }

            lock (gate)
            {
                asked = wanted;
            }

            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Turn($"what is recorded cannot be read: {fault.Message}");
            return false;
        }
    }

    private async ValueTask<bool> WriteAsync(ReleaseRecord release, CancellationToken cancellationToken)
    {
        ReleaseWritten result;
        try
        {
            result = await store.WriteAsync(release, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A fault that escaped would end the writing for good.
            result = new ReleaseWritten.Unavailable($"{fault.GetType().Name}: {fault.Message}");
        }

        if (result is ReleaseWritten.Unavailable away)
        {
            Turn(away.Reason);
            return false;
        }

        lock (gate)
        {
            // A newer one may have been noted meanwhile: it is written next.
            if (waiting.TryGetValue(release.Key, out var noted) && ReferenceEquals(noted, release))
            {
                waiting.Remove(release.Key);
                order.Dequeue();
            }

            refused += result is ReleaseWritten.Refused ? 1 : 0;
        }

        Turn(null);
        if (result is ReleaseWritten.Refused refusal)
        {
            Told?.Invoke($"{release.Namespace}/{release.Name} {release.Key.Revision} is not in the history: {refusal.Reason}");
        }
        else if (result is ReleaseWritten.Done { Changed: true })
        {
            Written?.Invoke(release);
        }

        return true;
    }

    private void Turn(string? why)
    {
        string? sentence;
        lock (gate)
        {
            sentence = why is null == (trouble is null) ? null
                : why is null ? "the history is written again"
                : $"the history is not written, decisions go on without it: {why}";
            trouble = why;
            since = why is null ? null : since ?? time.GetUtcNow();
        }

        if (sentence is not null)
        {
            Told?.Invoke(sentence);
        }
    }

    private async Task CalledAsync(CancellationToken cancellationToken)
    {
        Task call;
        lock (gate)
        {
            call = called.Task;
        }

        await call.WaitAsync(cancellationToken);
        lock (gate)
        {
            called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
