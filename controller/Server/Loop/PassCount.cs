namespace Rollout.Server.Loop;

/// <summary>Counts passes, so that who has written something down can wait for the pass that has read it.</summary>
internal sealed class PassCount(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<(long Pass, TaskCompletionSource Ended)> waiting = [];
    private long begun;

    /// <summary>Passes follow one another without being asked for; nobody waits for them otherwise.</summary>
    public bool IsRunning { get; set; }

    public void Begin()
    {
        lock (gate)
        {
            begun++;
        }
    }

    public void End()
    {
        lock (gate)
        {
            foreach (var (_, ended) in waiting.Where(w => w.Pass <= begun))
            {
                ended.TrySetResult();
            }

            waiting.RemoveAll(w => w.Pass <= begun);
        }
    }

    /// <summary>Ends with the first pass that begins from now on, whatever comes of it, or when the time is over.</summary>
    public async Task NextAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!IsRunning)
            {
                return;
            }

            waiting.Add((begun + 1, ended));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(ended.Task, Task.Delay(limit, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
