namespace Rollout.Server.Notices;

/// <summary>
/// Work beside the loop: begun when there is something to do, at most once at a time, over when there is nothing more, and awaited at the
/// end. Who uses it decides all that under <see cref="Gate"/>.
/// </summary>
internal sealed class SideWork : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task work = Task.CompletedTask;
    private bool running;

    public Lock Gate { get; } = new();

    /// <summary>Cancelled when the controller ends: what is still to be done is in its record.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Begins it, unless the controller ends. False: it is under way already.</summary>
    public bool Begin_NeedsLock(Func<Task> run)
    {
        if (running)
        {
            return false;
        }

        if (!stop.IsCancellationRequested)
        {
            running = true;
            work = RunAsync(run);
        }

        return true;
    }

    /// <summary>There is nothing more to do: the next <see cref="Begin_NeedsLock"/> begins anew.</summary>
    public void Rest_NeedsLock() => running = false;

    /// <summary>One attempt; a fault in it is an attempt that failed, for one that escaped would leave all later ones untold.</summary>
    public async Task<SendResult> TryAsync(Func<CancellationToken, Task<SendResult>> send)
    {
        try
        {
            return await send(stop.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new SendResult.Later($"the attempt ended with a fault: {fault.GetType().Name}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (Gate)
        {
            stop.Cancel();
            last = work;
        }

        await last;
        stop.Dispose();
    }

    private async Task RunAsync(Func<Task> run)
    {
        await Task.Yield();
        try
        {
            await run();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The controller ends.
        }
    }
}
