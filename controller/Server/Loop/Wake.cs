namespace Rollout.Server.Loop;

/// <summary>Wakes the loop before its time: a request came in. Several calls before the loop looks are one.</summary>
public sealed class Wake(TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Call()
    {
        lock (gate)
        {
            called.TrySetResult();
        }
    }

    /// <summary>Ends when called, or at <paramref name="at"/>; throws only on cancellation.</summary>
    public async Task UntilAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        Task call;
        lock (gate)
        {
            call = called.Task;
        }

        var wait = at - time.GetUtcNow();
        while (wait > TimeSpan.Zero)
        {
            // Timers count in whole milliseconds and may be early by the clock: a pass right before a bucket's end would look at every
            // node for nothing. A clock that was set back meanwhile is not waited for.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ended = await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, stop.Token));
            await stop.CancelAsync();
            wait = at - time.GetUtcNow();
            if (ended == call || wait > Early)
            {
                break;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (called.Task.IsCompleted)
            {
                called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
