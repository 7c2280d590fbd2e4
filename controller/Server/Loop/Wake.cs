namespace Rollout.Server.Loop;

/// <summary>Wakes the loop before its time: a request came in. Several calls before the loop looks are one.</summary>
public sealed class Wake(TimeProvider time)
{
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
        if (wait > TimeSpan.Zero)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(call, Task.Delay(wait, time, stop.Token));
            await stop.CancelAsync();
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
