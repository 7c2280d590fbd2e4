using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Rollout.Api.Resources;
using Rollout.Kubernetes.Rest;
using Rollout.Probes;
using Rollout.Probes.Schedule;
using Rollout.Recording;
using Rollout.Server.Probing;
using Rollout.Telemetry;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>
/// Acceptance probes as monitoring, for one term of leading: every AcceptanceProbe that no rollout names runs for ever against its target, and
/// the status of each says how it stands, whoever runs it. Its end is awaited whole.
/// </summary>
public sealed partial class ProbeMonitor : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Of statuses, at one look: the rest is written at the next.</summary>
    private const int MostWrites = 200;

    private readonly MonitorParts parts;
    private readonly Func<RolloutKey, LiveRollout?> live;
    private readonly Func<bool> leads;
    private readonly ProbeBoard board = new();
    private readonly ProbeSchedule schedule;
    private readonly ProbeStatusWriter writer;
    private readonly ILogger log;
    private readonly DateTimeOffset began;
    private readonly SemaphoreSlim woken = new(1, 1);
    private readonly ConcurrentDictionary<string, SecretCustomers> customers = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKey, (string? Uid, ProbeStatus Status)> written = [];
    private IReadOnlyList<ProbeAssignment> assigned = [];

    /// <param name="parts">What outlives a term.</param>
    /// <param name="live">The loop of a rollout here; null: it has none.</param>
    /// <param name="leads">Whether this process leads still.</param>
    public ProbeMonitor(MonitorParts parts, Func<RolloutKey, LiveRollout?> live, Func<bool> leads)
    {
        (this.parts, this.live, this.leads) = (parts, live, leads);
        log = parts.Logs.CreateLogger("rollout.probes");
        writer = new ProbeStatusWriter(parts.Client);
        began = parts.Time.GetUtcNow();
        schedule = new ProbeSchedule(parts.Runner, board, parts.Time, new ProbeScheduleOptions
        {
            AtOnce = 1000,
            Customer = (run, cancellationToken) => customers.GetOrAdd(SpaceOf(run), space => new SecretCustomers(parts.Secrets, space, parts.Time)).OfAsync(run.Spec, cancellationToken),
            Seen = (run, result, overdue) => parts.Journal.Ran(SpaceOf(run), NameOf(run), run, result, overdue),
            Troubled = (run, trouble) => parts.Journal.Troubled(SpaceOf(run), NameOf(run), run, trouble),
        });
        parts.Services.Wanted += Wake;
    }

    /// <summary>Looks again now.</summary>
    public void Wake()
    {
        try
        {
            woken.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            return;
        }
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(cancellationToken);
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // What fails at one look is tried at the next.
                LogFault(log, fault);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        parts.Services.Wanted -= Wake;
        await schedule.DisposeAsync();
        parts.Telemetry?.Meter.Monitor([]);
        woken.Dispose();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(LookEvery, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token);
        try
        {
            await woken.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        await parts.Services.RefreshAsync(cancellationToken);
        var probes = parts.Caches.Probes.Where(p => p.Metadata is { Namespace: not null, Name: not null }).Select(Plan).ToList();
        var next = probes.SelectMany(p => p.Runs).ToList();
        if (!next.SequenceEqual(assigned))
        {
            assigned = next;
            schedule.Update(next);
        }

        var now = parts.Time.GetUtcNow();
        var standings = board.Snapshot(now).ToLookup(s => s.Probe, StringComparer.Ordinal);
        parts.Telemetry?.Meter.Monitor([.. probes.Where(p => p.Runs.Count > 0).Select(p => new MonitoredReading(p.Key.Namespace!, p.Key.Name, Success(standings[p.Name])))]);
        await WriteAsync(probes, standings, now, cancellationToken);
    }

    private MonitoredProbe Plan(ProbeSnapshot probe)
    {
        var key = OperatorKinds.Probes.KeyOf(probe);
        return MonitorPlan.Of(key, probe, [.. parts.Caches.RolloutsOf(key).Select(r => Naming(key, r))], service => parts.Services.Of(key.Namespace!, service), assigned);
    }

    /// <summary>What a rollout has no node for it does not run. One that no loop has looked at yet will run it in a moment.</summary>
    private NamingRollout Naming(ObjectKey probe, string rollout)
    {
        if (live(new RolloutKey(probe.Namespace!, rollout)) is not { Rollout.Loop.Latest: { } latest } loop || latest.Probes.Any(s => s.Probe == probe.Name))
        {
            return new NamingRollout(rollout, null);
        }

        var problems = loop.Lookout.Resolved.Problems;
        return new NamingRollout(rollout, problems.Count > 0 ? $"is invalid ({problems[0].Place} {problems[0].What})" : "has no pod to ask");
    }

    private async ValueTask WriteAsync(List<MonitoredProbe> probes, ILookup<string, ProbeStanding> standings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var writes = 0;
        foreach (var probe in probes)
        {
            var (key, meta) = (probe.Key, probe.Snapshot.Metadata!);
            var last = written.TryGetValue(key, out var own) && own.Uid == meta.Uid ? own.Status : probe.Snapshot.Status;
            var stands = probe.Rollouts.Count > 0 ? WithRollouts(probe) : [.. standings[probe.Name]];
            if (ProbeStatuses.Due(probe, stands, last, began, now, parts.StatusEvery) is not { } status)
            {
                continue;
            }

            if (!leads() || ++writes > MostWrites)
            {
                return;
            }

            var (done, why) = await writer.WriteAsync(probe, status, cancellationToken);
            if (done)
            {
                written[key] = (meta.Uid, status);
                continue;
            }

            written.Remove(key);
            if (why is not null)
            {
                LogUnwritten(log, probe.Name, why);
            }
        }

        foreach (var gone in written.Keys.Except(probes.Select(p => p.Key)).ToList())
        {
            written.Remove(gone);
        }
    }

    /// <summary>Of the rollouts' own runs, as of their last pass.</summary>
    private List<ProbeStanding> WithRollouts(MonitoredProbe probe) =>
        [.. probe.Rollouts.SelectMany(r => live(new RolloutKey(probe.Key.Namespace!, r))?.Rollout.Loop.Latest?.Probes ?? []).Where(s => s.Probe == probe.Key.Name)];

    /// <summary>1 while all pass, 0 while one fails; what is not known of one is not known of all.</summary>
    internal static double Success(IEnumerable<ProbeStanding> standings)
    {
        var all = standings.Select(s => s.Health).ToList();
        return all.Contains(ProbeHealth.Failing) ? 0 : all.Count == 0 || all.Contains(ProbeHealth.Unknown) ? double.NaN : 1;
    }

    private static string SpaceOf(ProbeAssignment run) => run.Probe[..run.Probe.IndexOf('/', StringComparison.Ordinal)];

    private static string NameOf(ProbeAssignment run) => run.Probe[(run.Probe.IndexOf('/', StringComparison.Ordinal) + 1)..];

    [LoggerMessage(EventId = 840, Level = LogLevel.Warning, Message = "the status of AcceptanceProbe {Probe} was not written: {Why}")]
    private static partial void LogUnwritten(ILogger log, string probe, string why);

    [LoggerMessage(EventId = 841, Level = LogLevel.Error, Message = "a look at the acceptance probes: a fault of the controller itself")]
    private static partial void LogFault(ILogger log, Exception fault);
}
