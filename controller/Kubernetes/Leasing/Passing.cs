namespace Rollout.Kubernetes.Leasing;

/// <summary>
/// Waits that end where their cause is: in the timer's or the canceller's own call. Task.Delay goes by way of the thread pool when it is cancelled,
/// and a busy pool would let a leader learn late that it leads no more. It also lets a simulation run in one thread.
/// </summary>
internal static class Passing
{
    /// <summary>False: it was cancelled before the time was over.</summary>
    public static async Task<bool> PassAsync(this TimeProvider time, TimeSpan span, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource<bool>();
        await using var timer = time.CreateTimer(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), over, span, Timeout.InfiniteTimeSpan);
        await using var registration = cancellation.UnsafeRegister(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false), over);
        return await over.Task;
    }
}
