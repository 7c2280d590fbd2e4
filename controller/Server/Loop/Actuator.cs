using Rollout.Fleets;
using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>
/// Brings the fleet to the last ordered level, one at a time, beside the loop: a deployment may take minutes and the loop must go on
/// reading. A new level cancels the one under way; levels are re-entrant, so what was cut off half way is finished or undone by the next.
/// </summary>
/// <param name="ensureAsync">Brings the fleet to a level.</param>
/// <param name="time">The clock.</param>
/// <param name="untilSettled">A level that changed something is ordered again until it says that nothing is left to change.</param>
public sealed class Actuator(Func<Effect, CancellationToken, ValueTask<EnsureResult>> ensureAsync, TimeProvider time, bool untilSettled = false)
    : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Effect? ordered;
    private CancellationTokenSource? running;
    private Task work = Task.CompletedTask;
    private bool settled;
    private int unsettled;
    private DateTimeOffset notBefore;

    /// <summary>What came of the latest attempt at the ordered level; null while none has ended.</summary>
    public EnsureResult? Latest { get; private set; }

    /// <summary>Set while the latest attempt at the ordered level has failed.</summary>
    public LevelFailure? Failure { get; private set; }

    /// <summary>When the level wants to be ordered again though nothing else happens; null: it need not be.</summary>
    public TimeSpan? OrderAgainIn
    {
        get
        {
            lock (gate)
            {
                return untilSettled && ordered is not null && !settled ? Again() : null;
            }
        }
    }

    /// <summary>The latest attempt, ended or not.</summary>
    internal Task UnderWay
    {
        get
        {
            lock (gate)
            {
                return work;
            }
        }
    }

    /// <summary>Orders a level. The same level again is no new work while it is under way, nor once it has settled.</summary>
    /// <param name="effect">The level.</param>
    /// <param name="observedAsOrdered">Whether the fleet was just seen at that level; if not, a settled level is made true again.</param>
    public void Order(Effect effect, bool observedAsOrdered)
    {
        lock (gate)
        {
            var same = effect.Equals(ordered);
            if (same && (!work.IsCompleted || (settled && observedAsOrdered) || time.GetUtcNow() < notBefore))
            {
                return;
            }

            if (!same)
            {
                running?.Cancel();
                Latest = null;
                Failure = null;
                unsettled = 0;
            }

            ordered = effect;
            settled = false;
            var cancel = new CancellationTokenSource();
            running = cancel;
            work = RunAfterAsync(work, effect, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            running?.Cancel();
            last = work;
        }

        await last;
    }

    private async Task RunAfterAsync(Task before, Effect effect, CancellationTokenSource cancel)
    {
        await Task.Yield();
        await before;
        using (cancel)
        {
            try
            {
                Finish(effect, await ensureAsync(effect, cancel.Token));
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Overtaken by a newer level, which finds the fleet half way and goes on from there.
            }
            catch (Exception fault)
            {
                // A fault that escaped would fail every later level too, which waits for this one: the way back above all.
                Finish(effect, new EnsureResult.Failed("", $"the deployment ended with a fault: {fault.GetType().Name}: {fault.Message}"));
            }
            finally
            {
                lock (gate)
                {
                    running = ReferenceEquals(running, cancel) ? null : running;
                }
            }
        }
    }

    /// <summary>Doubles while nothing comes of it: what moves is seen anyway, and then it is ordered at once.</summary>
    private TimeSpan Again() => RetryAfter * (1 << unsettled) is var wait && wait < LongestWait && unsettled < 10 ? wait : LongestWait;

    private void Finish(Effect effect, EnsureResult result)
    {
        lock (gate)
        {
            if (effect.Equals(ordered))
            {
                Latest = result;
                settled = result is EnsureResult.Settled || (result is EnsureResult.Changed && !untilSettled);
                Failure = result is EnsureResult.Failed failed
                    ? new LevelFailure(effect, failed.Node, failed.Reason, Failure?.Since ?? time.GetUtcNow())
                    : null;
                unsettled = settled || result is EnsureResult.Changed { Nodes.Count: > 0 } ? 0 : unsettled + 1;
                notBefore = time.GetUtcNow() + RetryAfter;
            }
        }
    }
}
