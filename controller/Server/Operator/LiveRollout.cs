using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Fleets;
using Rollout.Fleets.Kubernetes;
using Rollout.Metrics;
using Rollout.Metrics.Prometheus;
using Rollout.Planning;
using Rollout.Planning.Notices;
using Rollout.Recording;
using Rollout.Server.Judging;
using Rollout.Server.Loop;
using Rollout.Server.Measuring;
using Rollout.Server.Notices;

namespace Rollout.Server.Operator;

/// <summary>A rollout at which something is to be done: the loop of a host rollout, on pods. One pass at a time; disposed when it rests.</summary>
public sealed class LiveRollout : IAsyncDisposable
{
    /// <summary>Reads of one boundary are spread over so much of the bucket, at most <see cref="LongestSpread"/>.</summary>
    private const double Spread = 0.1;

    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(5);

    private readonly OperatorParts parts;
    private readonly LoopParts loop;
    private readonly InstanceSession session;
    private readonly Dictionary<string, BusinessMetricSpec> metrics;
    private readonly WorkloadName workload;
    private readonly string made;
    private PastReading? past;

    /// <param name="parts">What it shares with others.</param>
    /// <param name="recorder">Of this term of leading.</param>
    /// <param name="leads">Whether this process leads still.</param>
    /// <param name="woken">Puts it into the queue.</param>
    /// <param name="rollout">As it is cached.</param>
    /// <param name="resolved">Its spec.</param>
    public LiveRollout(
        OperatorParts parts, IRecorder recorder, Func<bool> leads, Action woken, RolloutSnapshot rollout, ResolvedRollout resolved)
    {
        this.parts = parts;
        made = Form(rollout, resolved);
        metrics = resolved.Spec.Metrics.Where(m => m.Metric is not null && IsReadable(m, resolved)).ToDictionary(m => m.Name, m => m.Metric!, StringComparer.Ordinal);
        workload = new WorkloadName(rollout.Key.Namespace, rollout.Workload);
        var fleet = FleetOf(parts, leads, resolved);
        Lookout = new WorkloadLookout(fleet)
        {
            Rollout = rollout,
            Resolved = resolved,
            Gates = () => past?.Gate is { } gate ? [gate] : [],
            Newest = resolved.Target is { } target
                ? WorkloadFleets.Create(target, parts.Client, new KubernetesFleetOptions { Hold = () => parts.Hold(target.Kind) }) : null,
            Published = (rollout.ObservedGeneration, rollout.ObservedWorkloadGeneration),
        };
        session = new InstanceSession(new MetricSessions(metrics, parts.Scrapes, parts.Servers, workload, parts.Time), () => Lookout.Instances);
        var log = parts.Logs.CreateLogger("rollout");
        var courier = parts.Receivers is null ? null
            : new Courier(rollout.Key.Namespace, rollout.Key.Name, new NoticeSender(new ClusterSecrets(parts.Client), rollout.Key.Namespace, parts.Receivers, parts.Time), parts.Time, log);
        loop = new LoopParts
        {
            Courier = courier,
            Key = rollout.Key,
            Spec = resolved.Spec,
            Lookout = Lookout,
            Fleet = (IFleet?)fleet ?? NoFleet.Instance,
            Recorder = recorder,
            Series = new MemorySeries(),
            Desk = new AnnotationDesk(parts.Client, rollout.Key, resolved.Target),
            Session = parts.Telemetry is { } telemetry ? new TimedSession(session, parts.Time, telemetry.Meter.Queried) : session,
            Past = metric => past?.Of(metric) is { } known ? session.Renamed(known) : null,
            ReadAfter = ReadAfter(rollout.Key, resolved.Spec, parts.Servers.Limits),
            Probes = parts.Probes?.Invoke(rollout, resolved, Lookout) ?? NoProbes.Instance,
            Publish = Publish,
            OrdersUntilSettled = true,
            Woken = woken,
            Time = parts.Time,
            Log = log,
        };
        Rollout = new RunningRollout(loop, parts.Hubs.Of(rollout.Key));
        Rollout.Loop.IsDriven();
        Rollout.Loop.Recorded += Recorded;
        if (parts.Telemetry is { } measured)
        {
            RolloutMeasuring.Attach(Rollout.Loop, measured, rollout.Key.Namespace, rollout.Key.Name);
        }
    }

    public WorkloadLookout Lookout { get; }

    public RunningRollout Rollout { get; }

    /// <summary>Whether it can go on with what people write now: else it is made anew.</summary>
    public bool Serves(RolloutSnapshot rollout, ResolvedRollout resolved) => Form(rollout, resolved) == made;

    /// <summary>One pass with what people write now; when the next is due.</summary>
    public async ValueTask<DateTimeOffset> TurnAsync(RolloutSnapshot rollout, ResolvedRollout resolved, CancellationToken cancellationToken)
    {
        (Lookout.Rollout, Lookout.Resolved) = (rollout, resolved);
        if (!ReferenceEquals(loop.Spec, resolved.Spec))
        {
            Rollout.Adopt(resolved.Spec);
        }

        var due = await Rollout.Loop.TurnAsync(cancellationToken);
        await ReadPastAsync(cancellationToken);
        return due;
    }

    /// <summary>Whether nothing is left to do, as far as this pass knows.</summary>
    public bool IsDone =>
        Rollout.Loop is { Latest: { } latest, Setbacks.InARow: 0, IsSettled: true } && latest.Troubles.All(t => t.Reason == Reasons.AnnotationInvalid) && latest.World.Progress.Phase.IsSettled()
        && IsTold(latest.World.Progress);

    /// <summary>Nobody is still to be told, and no alert of ours stands that would end without us.</summary>
    private bool IsTold(Progress progress) =>
        progress.Notices.Count == 0
        && (StandingAlert.Of(progress) is not { } alert || !loop.Spec.Receivers.Any(r => r.Kind == ReceiverKind.Alertmanager && r.On.Contains(alert.Event)));

    public async ValueTask DisposeAsync()
    {
        await Rollout.DisposeAsync();
        if (loop.Courier is { } courier)
        {
            await courier.DisposeAsync();
        }

        if (loop.Probes is IAsyncDisposable probes)
        {
            await probes.DisposeAsync();
        }

        if (past is not null)
        {
            await past.DisposeAsync();
        }
    }

    private static LedFleet? FleetOf(OperatorParts parts, Func<bool> leads, ResolvedRollout resolved) => resolved.Target is not { } target ? null
        : new LedFleet(
            WorkloadFleets.Create(target, parts.Client, new KubernetesFleetOptions { Reader = parts.Caches.Pictures, Hold = () => parts.Hold(target.Kind) }), leads);

    /// <summary>What a loop cannot exchange while it runs.</summary>
    private static string Form(RolloutSnapshot rollout, ResolvedRollout resolved) =>
        $"{rollout.Uid} {resolved.Target} {string.Join(' ', resolved.Spec.Metrics.Select(m => $"{m.Name} {m.Role} {(m.Metric is null ? "" : SpecJson.Write(m.Metric).ToJsonString())}"))} "
        + SpecJson.Write(new StaggeredRolloutSpec { Probes = resolved.Spec.Probes })["probes"]?.ToJsonString();

    private static bool IsReadable(RolloutMetric metric, ResolvedRollout resolved) =>
        !MetricValidation.Problems(metric.Metric!, metric.Name).Any() && resolved.Spec.Metrics.Count(m => m.Name == metric.Name) == 1;

    /// <summary>
    /// A store is asked when the last scrapes are in it, and not by all rollouts in the same moment; nodes themselves are read on the dot.
    /// </summary>
    private static TimeSpan ReadAfter(RolloutKey key, StaggeredRolloutSpec spec, PrometheusLimits limits)
    {
        var read = spec.Metrics.Select(m => m.Metric).OfType<BusinessMetricSpec>().ToList();
        if (read.Count == 0 || read.Exists(m => m.Source.Prometheus is null))
        {
            return TimeSpan.Zero;
        }

        var interval = read.Min(m => m.Interval);
        var spread = TimeSpan.FromTicks(Math.Min(LongestSpread.Ticks, (long)(interval.Ticks * Spread)));
        return limits.SettleFor(interval) + (spread * ((StableHash.Of(key.ToString()) % 1000) / 1000.0));
    }

    private PublishedStatus Publish(PassDraft draft)
    {
        var judged = draft.Plan.Next.Stage is null || draft.Plan.Evidence == EvidenceAction.BeginAfresh
            ? new Observed<JudgeView>.Missing()
            : Judging.Outlooks.Into(draft.World.Judgement, Rollout.Loop.Outlooks.Trial, loop.Spec, draft.Plan.Next, draft.World.Now);
        var last = draft.Plan.Next.Stage is null && JudgeViews.Last(loop.Spec, draft.Plan.Next, draft.Trial) is { } over ? new Observed<JudgeView>.Known(over) : judged;
        return Lookout.Last.Published(draft.Plan.Next) with
        {
            Verdict = PublishedVerdicts.Of(loop.Spec, last),
            Phase = draft.Plan.Next.Phase.Shown(draft.World.NotYetHeld).ToString(),
        };
    }

    private void Recorded(PassResult pass)
    {
        var seen = Lookout.Last;
        parts.Book?.Note(loop.Key, Lookout.Rollout.Uid, pass);
        Lookout.Published = (seen.Generation, seen.Workload is null ? Lookout.Published.Workload : seen.Workload.WorkloadGeneration);
    }

    /// <summary>Read from when a revision waits until its trial has begun.</summary>
    private async ValueTask ReadPastAsync(CancellationToken cancellationToken)
    {
        var waits = Rollout.Loop.Latest?.World.Progress is { Phase: Phase.Waiting, StableRevision: not null };
        if (waits && past is null && metrics.Count > 0)
        {
            past = new PastReading(metrics, parts.Servers, workload, [.. (await Lookout.TargetsAsync(cancellationToken)).Select(OfPod)], parts.Histories, parts.Time);
        }
        else if (!waits && past is { } read)
        {
            past = null;
            await read.DisposeAsync();
        }
    }

    private ScrapeTarget OfPod(ScrapeTarget target) => target with { Node = Lookout.Instances[target.Node].Name };
}
