using Rollout.Probes.Network;

namespace Rollout.Probes.Schedule;

/// <summary>
/// Runs every assigned probe at its times and puts the results on the board. One run a probe and node at a time: what falls due
/// meanwhile is counted as overdue and not made up for.
/// </summary>
public sealed class ProbeSchedule(ProbeRunner runner, ProbeBoard board, TimeProvider time, ProbeScheduleOptions? options = null) : IAsyncDisposable
{
    private readonly ProbeScheduleOptions options = options ?? new ProbeScheduleOptions();
    private readonly Lock gate = new();
    private readonly Dictionary<ProbeAssignment, (CancellationTokenSource Stop, Task Loop)> loops = [];
    private readonly List<Task> ending = [];
    private readonly SemaphoreSlim slots = new((options ?? new ProbeScheduleOptions()).AtOnce);
    private bool closed;

    /// <summary>These are to run from now on, and no others. Said again it changes nothing.</summary>
    public void Update(IReadOnlyList<ProbeAssignment> assignments)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            board.Assign(assignments);
            ending.RemoveAll(t => t.IsCompleted);
            var wanted = assignments.ToHashSet();
            foreach (var (gone, loop) in loops.Where(l => !wanted.Contains(l.Key)).ToList())
            {
                loops.Remove(gone);
                ending.Add(EndAsync(loop.Stop, loop.Loop));
            }

            foreach (var assignment in assignments.Where(a => !loops.ContainsKey(a)))
            {
                var stop = new CancellationTokenSource();
                loops[assignment] = (stop, Task.Run(() => LoopAsync(assignment, stop.Token), CancellationToken.None));
            }
        }
    }

    /// <summary>Ends all runs and waits until they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] all;
        lock (gate)
        {
            closed = true;
            ending.AddRange(loops.Values.Select(l => EndAsync(l.Stop, l.Loop)));
            loops.Clear();
            all = [.. ending];
        }

        await Task.WhenAll(all).ConfigureAwait(false);
        slots.Dispose();
    }

    private static async Task EndAsync(CancellationTokenSource stop, Task loop)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task LoopAsync(ProbeAssignment assignment, CancellationToken cancellationToken)
    {
        var interval = assignment.Spec.Interval;
        var due = ProbeTiming.FirstDue(assignment.Probe, assignment.Node, interval, time.GetUtcNow());
        var overdue = 0;
        try
        {
            while (true)
            {
                await WaitAsync(due, cancellationToken).ConfigureAwait(false);
                await RunOnceAsync(assignment, overdue, cancellationToken).ConfigureAwait(false);
                (due, overdue) = ProbeTiming.NextDue(due, time.GetUtcNow(), interval);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Timers know whole milliseconds and round down; a run must not begin before it is due.</summary>
    private async Task WaitAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (due - time.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunOnceAsync(ProbeAssignment assignment, int overdue, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        var startedAt = time.GetUtcNow();
        try
        {
            var customer = await options.Customer(assignment, cancellationToken).ConfigureAwait(false);
            var result = options.Judged(assignment, await RunElsewhereAsync(assignment, customer, cancellationToken).ConfigureAwait(false));
            board.Record(assignment, result, overdue);
            options.Seen?.Invoke(assignment, result, overdue);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours must neither pass for the node's nor end the probe: it is shown, and tried again at the next due time.
            var trouble = e is ProbeTroubleException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            board.Break(assignment, trouble, startedAt);
            options.Troubled?.Invoke(assignment, trouble);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>However it ends: whoever takes that may wait for a lock that a page of ten thousand probes holds, and not on the thread that serves all connections.</summary>
    private async ValueTask<ProbeResult> RunElsewhereAsync(ProbeAssignment assignment, ProbeCustomer? customer, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(assignment.Spec, assignment.Address, cancellationToken, customer).ConfigureAwait(false);
        }
        finally
        {
            await SocketThread.LeaveAsync();
        }
    }
}
