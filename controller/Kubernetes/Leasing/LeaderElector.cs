using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Leasing;

/// <summary>
/// At most one of many processes leads. One loop, one task, one attempt at a time:
/// <code>
///   look ──► held by another: wait until nothing has changed for its duration ──► take (PUT with the version seen)
///                                                                                  │
///   lost ◄── work has ended ◄── work is told to end ◄── no renewal for RenewDeadline ◄── lead, renew
/// </code>
/// Why two never lead: a leader's word holds until RenewDeadline after it <em>sent</em> its last successful renewal; others count Duration
/// from when they <em>saw</em> that renewal, which is later. Writes are fenced by resourceVersion, so that a late one changes nothing.
/// The work must end within Duration - RenewDeadline of being told to.
/// </summary>
public sealed partial class LeaderElector
{
    private readonly ILeaseStore store;
    private readonly LeaseOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Random chance;
    private SeenLease? seen;
    private long sentAt;
    private volatile bool leads;

    /// <exception cref="ArgumentException">The options are unsafe; the message says all that is wrong with them.</exception>
    public LeaderElector(ILeaseStore store, LeaseOptions options, TimeProvider time, ILogger log)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        (this.store, this.options, this.time, this.log) = (store, options, time, log);
        chance = new Random(options.Seed);
    }

    /// <summary>
    /// True while this process' word holds. Asks the clock, so that it is false at once in a process that slept through its term.
    /// </summary>
    public bool IsLeader => leads && time.GetElapsedTime(Volatile.Read(ref sentAt)) < options.RenewDeadline;

    /// <summary>Who was seen to hold the lease last; null: nobody.</summary>
    public string? Holder => Volatile.Read(ref seen)?.Holder;

    /// <summary>
    /// One term: waits for the lease, runs the work while it is held, and returns when the work has ended. Its token is cancelled when the lease
    /// is lost. Whoever wants another term calls again; simplest and safest is to end the process.
    /// </summary>
    public async Task<TermEnd> RunTermAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            while (!await TryTakeAsync(stop))
            {
                if (!await time.PassAsync(Pause(), stop))
                {
                    return TermEnd.Stopped;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return TermEnd.Stopped;
        }

        LogElected(log, options.Identity);
        var end = await LeadAsync(work, stop);
        LogEnd(log, options.Identity, end);
        return end;
    }

    private async Task<TermEnd> LeadAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        using var scope = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // Its own timer, not the loop's: the work ends in time even while an attempt hangs.
        await using var deadline = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), scope, options.RenewDeadline - time.GetElapsedTime(sentAt), Timeout.InfiniteTimeSpan);
        leads = true;
        var endedByItself = new StrongBox<bool>();
        var working = GuardedAsync(work, scope, endedByItself);
        var taken = false;
        try
        {
            taken = !await RenewWhileHeldAsync(deadline, scope);
        }
        catch (OperationCanceledException) when (scope.IsCancellationRequested)
        {
            // The deadline, the work's own end, or the order to stop: all end the term.
        }
        finally
        {
            // Whatever happened: first the work ends, then anybody hears of it. At once, not by way of the thread pool, which may be busy.
            leads = false;
            scope.Cancel();
            await working;
        }

        if (taken || !(endedByItself.Value || stop.IsCancellationRequested))
        {
            return TermEnd.Lost;
        }

        await ReleaseAsync();
        return endedByItself.Value ? TermEnd.WorkEnded : TermEnd.Stopped;
    }

    /// <summary>False when somebody else has the lease; ends by the scope's cancellation else.</summary>
    private async Task<bool> RenewWhileHeldAsync(ITimer deadline, CancellationTokenSource scope)
    {
        while (true)
        {
            if (!await time.PassAsync(Pause(), scope.Token))
            {
                throw new OperationCanceledException(scope.Token);
            }

            switch (await RenewAsync(scope.Token))
            {
                case Renewal.Held:
                    Restart(deadline);
                    break;
                case Renewal.Taken:
                    return false;
                case Renewal.Unknown:
                    break;
            }
        }
    }

    private void Restart(ITimer deadline)
    {
        var left = options.RenewDeadline - time.GetElapsedTime(sentAt);
        deadline.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The work; its end, by whatever cause, ends the scope.</summary>
    private async Task GuardedAsync(Func<CancellationToken, Task> work, CancellationTokenSource scope, StrongBox<bool> endedByItself)
    {
        try
        {
            await work(scope.Token);
        }
        catch (OperationCanceledException) when (scope.IsCancellationRequested)
        {
            // As it was told.
        }
        catch (Exception e)
        {
            LogWork(log, e, options.Identity);
        }

        // Said before the loop is woken, for it wakes in this very call.
        endedByItself.Value = !scope.IsCancellationRequested;
        scope.Cancel();
    }

    /// <summary>Looks, and takes the lease where it may be taken.</summary>
    private async Task<bool> TryTakeAsync(CancellationToken stop)
    {
        var got = await AttemptAsync(store.GetAsync, options.RenewDeadline, stop);
        if (!got.TryGet(out var lease, out var error) && !error.IsNotFound)
        {
            LogTrouble(log, error);
            return false;
        }

        seen = LeaseRules.See(seen, lease, time.GetTimestamp());
        var wait = LeaseRules.Until(seen, options.Identity, options.Duration, time.GetElapsedTime(seen.Since));
        return wait == TimeSpan.Zero && await WriteAsync(lease, stop) == Renewal.Held;
    }

    private async Task<Renewal> RenewAsync(CancellationToken stop)
    {
        var renewal = await WriteAsync(seen!.Lease, stop);
        if (renewal != Renewal.Taken)
        {
            return renewal;
        }

        // A conflict: somebody else has it; or a renewal of our own came through whose answer was lost; or a person touched its labels.
        var got = await AttemptAsync(store.GetAsync, options.RenewDeadline, stop);
        if (!got.TryGet(out var lease, out var error))
        {
            return error.IsNotFound ? Renewal.Taken : Renewal.Unknown;
        }

        seen = LeaseRules.See(seen, lease, time.GetTimestamp());
        if (seen.Holder != options.Identity)
        {
            return Renewal.Taken;
        }

        // Still ours. Another conflict right away is a storm, not a loss: the deadline decides.
        return await WriteAsync(lease, stop) == Renewal.Held ? Renewal.Held : Renewal.Unknown;
    }

    /// <summary>Writes this process into the lease, over exactly the version that was seen.</summary>
    private async Task<Renewal> WriteAsync(Lease? over, CancellationToken stop)
    {
        var wanted = LeaseRules.Held(over, options.Identity, options.Duration, time.GetUtcNow());

        // Before it is sent: nobody can see the write before that, and so nobody counts from earlier.
        var sent = time.GetTimestamp();
        var written = await AttemptAsync(
            token => over?.Metadata is null ? store.CreateAsync(wanted, token) : store.ReplaceAsync(wanted, token), options.RenewDeadline, stop);
        if (written.TryGet(out var lease, out var error))
        {
            seen = LeaseRules.See(seen, lease, time.GetTimestamp());
            Volatile.Write(ref sentAt, sent);
            return time.GetElapsedTime(sent) < options.RenewDeadline ? Renewal.Held : Renewal.Unknown;
        }

        LogTrouble(log, error);
        return error.IsConflict || error.IsAlreadyExists || error.IsNotFound ? Renewal.Taken : Renewal.Unknown;
    }

    /// <summary>Gives the lease back, so that the next one need not wait. If that fails, it must.</summary>
    private async Task ReleaseAsync()
    {
        // More than once: a renewal that was under way when the order came may arrive only now, and moves the version.
        for (var attempt = 0; attempt < 3 && seen?.Lease is { Metadata: not null } lease && seen.Holder == options.Identity; attempt++)
        {
            var released = await AttemptAsync(
                token => store.ReplaceAsync(LeaseRules.Released(lease, time.GetUtcNow()), token), options.ReleaseLimit, CancellationToken.None);
            if (released.TryGet(out var given, out var error))
            {
                seen = LeaseRules.See(seen, given, time.GetTimestamp());
                return;
            }

            LogTrouble(log, error);
            var got = error.IsConflict ? await AttemptAsync(store.GetAsync, options.ReleaseLimit, CancellationToken.None) : released;
            if (!got.TryGet(out var now, out _))
            {
                return;
            }

            seen = LeaseRules.See(seen, now, time.GetTimestamp());
        }
    }

    /// <summary>One request, ended at its limit and awaited to its end: none outlives the loop that made it.</summary>
    private async Task<ApiResult<Lease>> AttemptAsync(
        Func<CancellationToken, Task<ApiResult<Lease>>> request, TimeSpan limit, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            return await request(either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return new ApiResult<Lease>.Failed(ApiErrors.Of(ApiErrorKind.TimedOut, "lease", $"no answer within {ApiErrors.Seconds(limit)}"));
        }
    }

    private TimeSpan Pause() => options.Retry * (1 + (0.2 * chance.NextDouble()));

    [LoggerMessage(4121, LogLevel.Information, "{Identity} leads")]
    private static partial void LogElected(ILogger log, string identity);

    [LoggerMessage(4122, LogLevel.Information, "{Identity} leads no more: {End}")]
    private static partial void LogEnd(ILogger log, string identity, TermEnd end);

    [LoggerMessage(4123, LogLevel.Debug, "the lease: {Error}")]
    private static partial void LogTrouble(ILogger log, ApiError error);

    [LoggerMessage(4124, LogLevel.Error, "the work of the leader {Identity} failed")]
    private static partial void LogWork(ILogger log, Exception e, string identity);

    private enum Renewal
    {
        Held,

        /// <summary>The version that was written over is not the newest, or the lease is gone.</summary>
        Taken,

        /// <summary>Nobody knows whether the write was carried out, or it came too late.</summary>
        Unknown,
    }
}
