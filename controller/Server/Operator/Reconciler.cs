using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Fleets;
using Rollout.Fleets.Kubernetes;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Kubernetes;
using WorkloadKind = Rollout.Fleets.Kubernetes.WorkloadKind;

namespace Rollout.Server.Operator;

/// <summary>
/// What is to be done at one rollout now: nothing, a pass of its loop, or letting its workload go. Of one term of leading; one worker at a time
/// for one key.
/// </summary>
/// <param name="parts">Shared by all.</param>
/// <param name="leads">Whether this process leads still.</param>
/// <param name="wake">Puts a key into the queue.</param>
/// <param name="announcer">Tells what was recorded.</param>
public sealed partial class Reconciler(OperatorParts parts, Func<bool> leads, Action<RolloutKey> wake, Announcer announcer) : IAsyncDisposable
{
    /// <summary>A resting rollout is looked at so often though nothing changed; spread, so that ten thousand are never due at once.</summary>
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(20);

    /// <summary>What was written has not come back by the watch yet.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);

    /// <summary>A rollout whose namespace is going is told by its own deletion; this is for a namespace that comes back.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(5);

    /// <summary>For a rollout that waits for its turn to be taken up, should nobody wake it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    /// <summary>Of one that is being taken up: its workload may be in the middle of a rollout of its own. On a machine that has no time for us most take long.</summary>
    private static readonly TimeSpan LongestAdoption = TimeSpan.FromMinutes(2);

    private readonly Adoptions adoptions = new(parts.AdoptedAtOnce, LongestAdoption, parts.Time);
    private readonly ConcurrentDictionary<RolloutKey, LiveRollout> lives = new();
    private readonly ConcurrentDictionary<RolloutKey, string> met = new();
    private int looks;
    private readonly Finalizers finalizers = new(parts.Client);
    private readonly GoingNamespaces namespaces = new(parts.Client, parts.Time);
    private readonly ILogger log = parts.Logs.CreateLogger("rollout.operator");
    private readonly KubernetesRecorder recorder = new(parts.Client, Marks.Manager,
        key => parts.Caches.Find(key)?.Metadata?.ResourceVersion);

    public LiveRollout? Live(RolloutKey key) => lives.GetValueOrDefault(key);

    public int LiveCount => lives.Count;

    /// <summary>Keys that were looked at, whatever came of it.</summary>
    internal int Looks => looks;

    /// <summary>When to look again though nothing changes; null: a failure, to be tried again after a wait that grows.</summary>
    public async ValueTask<TimeSpan?> ReconcileAsync(RolloutKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref looks);
        if (parts.Caches.Find(key) is not { } rollout)
        {
            await ForgetAsync(key);
            return Timeout.InfiniteTimeSpan;
        }

        if (rollout.IsGoing)
        {
            await LeaveAsync(key);
            return await ReleaseAsync(rollout, cancellationToken) ? Timeout.InfiniteTimeSpan : null;
        }

        var resolved = parts.Resolution.Of(rollout);
        if (await IsLeftAloneAsync(rollout, resolved, cancellationToken))
        {
            // Nothing that is seen there says anything about a version any more.
            await LeaveAsync(key);
            return Frozen;
        }

        if (rollout.Metadata?.Finalizers?.Contains(RestCheck.Finalizer, StringComparer.Ordinal) != true)
        {
            return Done(key, "the finalizer could not be added", await finalizers.AddAsync(rollout, cancellationToken)) ? Timeout.InfiniteTimeSpan : null;
        }

        await TellMissedAsync(rollout, cancellationToken);
        var live = lives.GetValueOrDefault(key);
        if (live is null && await RestsAsync(rollout, resolved, cancellationToken))
        {
            return Later(key);
        }

        if (live?.Serves(rollout, resolved) == false)
        {
            await LeaveAsync(key);
            live = null;
        }

        if (live is null && rollout.StableRevision is null && await HasWorkloadAsync(resolved, cancellationToken) && !adoptions.TryBegin(key))
        {
            return Turn + (Turn * (StableHash.Of(key.ToString()) % 1000 / 1000.0));
        }

        return await PassAsync(rollout, resolved, live ?? Begin(rollout, resolved), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var key in lives.Keys)
        {
            await LeaveAsync(key);
        }
    }

    private async ValueTask<TimeSpan?> PassAsync(RolloutSnapshot rollout, ResolvedRollout resolved, LiveRollout live, CancellationToken cancellationToken)
    {
        var key = rollout.Key;
        var due = await live.TurnAsync(rollout, resolved, cancellationToken) - parts.Time.GetUtcNow();
        if (live.Rollout.Loop.Latest is not { } latest || !latest.World.Progress.Phase.IsSettled() || RestCheck.IsWatched(resolved))
        {
            if (live.Rollout.Loop.Latest?.World.Progress.StableRevision is not null)
            {
                // It never rests, and is taken up all the same.
                EndAdoption(key);
            }

            return due;
        }

        var cached = parts.Caches.Find(key) ?? rollout;
        if (live.IsDone && cached.Sequence == latest.Record.Version && await RestsAsync(cached, resolved, cancellationToken))
        {
            await LeaveAsync(key);
            return Later(key);
        }

        return live.IsDone && cached.Sequence != latest.Record.Version && due > Echo ? Echo : due;
    }

    private LiveRollout Begin(RolloutSnapshot rollout, ResolvedRollout resolved)
    {
        var key = rollout.Key;
        var live = new LiveRollout(parts, recorder, leads, () => wake(key), rollout, resolved);
        live.Rollout.Loop.Recorded += pass => announcer.Tell(rollout, pass);
        lives[key] = live;
        return live;
    }

    /// <summary>Once in a term, and only where something happened lately: whoever led before may have ended between the record and its event.</summary>
    private async ValueTask TellMissedAsync(RolloutSnapshot rollout, CancellationToken cancellationToken)
    {
        if (met.TryAdd(rollout.Key, rollout.Uid) && rollout.ChangedAt is { } changed && parts.Time.GetUtcNow() - changed < Announcer.StillNews
            && await recorder.ReadAsync(rollout.Key, cancellationToken) is Observed<RolloutRecord>.Known record)
        {
            announcer.TellAgain(rollout, record.Value.Progress);
        }
    }

    /// <summary>Its namespace is going. Asked only where a pod is missing, or nothing was done there yet.</summary>
    private async ValueTask<bool> IsLeftAloneAsync(RolloutSnapshot rollout, ResolvedRollout resolved, CancellationToken cancellationToken)
    {
        var isNew = rollout.Metadata?.Finalizers?.Contains(RestCheck.Finalizer, StringComparer.Ordinal) != true;
        var isWhole = !isNew && resolved.Target is { } target && await FleetOf(target).LookAsync(cancellationToken) is Observed<WorkloadObservation>.Known { Value.Fleet: var fleet }
            && fleet.Nodes.All(n => n.Ready) && fleet.Nodes.Count >= (fleet.WantedNodes ?? 0);
        return !isWhole && await namespaces.IsGoingAsync(rollout.Key.Namespace, cancellationToken);
    }

    /// <summary>Without one nothing can be taken up, and nobody waits for that.</summary>
    private async ValueTask<bool> HasWorkloadAsync(ResolvedRollout resolved, CancellationToken cancellationToken) =>
        resolved.Target is { } target && IsServed(target.Kind) && await FleetOf(target).LookAsync(cancellationToken) is Observed<WorkloadObservation>.Known;

    /// <summary>Asks nobody: everything is in the caches.</summary>
    private async ValueTask<bool> RestsAsync(RolloutSnapshot rollout, ResolvedRollout resolved, CancellationToken cancellationToken)
    {
        if (resolved.Target is not { } target || rollout.StableRevision is not { } stable)
        {
            return false;
        }

        var fleet = FleetOf(target);
        return await fleet.LookAsync(cancellationToken) is Observed<WorkloadObservation>.Known seen && RestCheck.Rests(rollout, resolved, seen.Value)
            && await fleet.IsEverywhereAsync(stable, cancellationToken);
    }

    /// <summary>The workload is let go, then the rollout. True: it is gone, or need not be held any more.</summary>
    private async ValueTask<bool> ReleaseAsync(RolloutSnapshot rollout, CancellationToken cancellationToken)
    {
        if (rollout.Metadata?.Finalizers?.Contains(RestCheck.Finalizer, StringComparer.Ordinal) != true)
        {
            return true;
        }

        var resolved = parts.Resolution.Of(rollout);
        if (resolved.Target is { } target && IsServed(target.Kind) && !await namespaces.IsGoingAsync(target.Namespace, cancellationToken))
        {
            var orphan = resolved.Spec.DeletionPolicy == DeletionPolicy.Orphan;
            switch (await new LedFleet(FleetOf(target), leads).ReleaseAsync(orphan, cancellationToken))
            {
                case EnsureResult.Failed failed:
                    return Done(rollout.Key, "the workload could not be let go", failed.Reason);
                case EnsureResult.Changed:
                    return Done(rollout.Key, "the workload is being let go", "");
            }
        }

        return Done(rollout.Key, "the finalizer could not be removed", leads() ? await finalizers.RemoveAsync(rollout, cancellationToken) : "this process does not lead any more");
    }

    private bool IsServed(WorkloadKind kind) => parts.Caches.Kinds.Contains(kind);

    private IWorkloadFleet FleetOf(WorkloadTarget target) => WorkloadFleets.Create(
        target, parts.Client, new KubernetesFleetOptions { Reader = parts.Caches.Pictures, Hold = () => parts.Hold(target.Kind) });

    private bool Done(RolloutKey key, string what, string? why)
    {
        if (why is { Length: > 0 })
        {
            LogFailed(log, key, what, why);
        }

        return why is null;
    }

    private void EndAdoption(RolloutKey key)
    {
        if (adoptions.End(key) is { } next)
        {
            wake(next);
        }
    }

    private async ValueTask LeaveAsync(RolloutKey key)
    {
        if (lives.TryRemove(key, out var live))
        {
            await live.DisposeAsync();
            recorder.Forget(key);
            parts.Hubs.Rest(key);
        }

        EndAdoption(key);
    }

    private async ValueTask ForgetAsync(RolloutKey key)
    {
        await LeaveAsync(key);
        recorder.Forget(key);
        namespaces.Forget(key.Namespace);
        met.TryRemove(key, out _);
        parts.Hubs.Forget(key);
        parts.Telemetry?.Meter.Forget(key.Namespace, key.Name);
    }

    private static TimeSpan Later(RolloutKey key) => Seldom * (0.5 + (StableHash.Of(key.ToString()) % 1000 / 2000.0));

    [LoggerMessage(EventId = 810, Level = LogLevel.Warning, Message = "{Key}: {What}: {Why}")]
    private static partial void LogFailed(ILogger log, RolloutKey key, string what, string why);
}
