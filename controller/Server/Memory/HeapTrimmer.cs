namespace Rollout.Server.Memory;

/// <summary>Looks every minute whether memory is to be given back, and does it.</summary>
/// <param name="heap">Of this process.</param>
/// <param name="time">The clock.</param>
public sealed class HeapTrimmer(IHeap heap, TimeProvider time)
{
    /// <summary>Until it is cancelled, which is no fault.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(HeapTrimming.Every, time);
        var (before, trimmed, at) = (heap.Read(), (HeapReading?)null, time.GetTimestamp());
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var now = heap.Read();
                if (HeapTrimming.IsDue(now, before, trimmed, time.GetElapsedTime(at)))
                {
                    at = time.GetTimestamp();
                    heap.Trim();
                    trimmed = now = heap.Read();
                }

                before = now;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }
}
