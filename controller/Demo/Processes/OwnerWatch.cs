namespace Rollout.Demo.Processes;

/// <summary>Lets a child process end with the one that it belongs to, however that one ended (kill -9 sends no signal to anyone).</summary>
public static class OwnerWatch
{
    /// <summary>How often the owner is looked at: a child is gone well within a second.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Completes when the owner is gone (at once if it is gone already); ends as cancelled with the token. No owner: never.</summary>
    public static async Task GoneAsync(int? owner, TimeProvider time, CancellationToken cancellation)
    {
        if (owner is not { } id)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            return;
        }

        var identity = RunningProcess.Of(id);
        using var timer = new PeriodicTimer(Period, time);
        while (identity is { IsAlive: true })
        {
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
