using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Fleets;
using Rollout.Fleets.Kubernetes;
using Rollout.Judge;
using Rollout.Planning;
using Rollout.Planning.Alerts;
using Rollout.Planning.Notices;
using Rollout.Probes;
using Rollout.Probes.Contracts;
using Rollout.Recording;
using Rollout.Server.Judging;
using Rollout.Telemetry;

namespace Rollout.Server.Loop;

/// <summary>
/// Observe, judge, decide, record, act, announce: one pass at every bucket, at the plan's own recheck time, and when a request came in.
/// The order is the meaning: nothing is done that was not recorded, nothing is announced that was not done by a recorded plan.
/// </summary>
public sealed partial class RolloutLoop : IAsyncDisposable
{
    private readonly LoopParts parts;
    private readonly Sightings sightings;
    private readonly Readings readings;
    private readonly Actuator actuator;
    private readonly Wake wake;
    private readonly Archive archive;
    private readonly OutlookWatch outlooks;
    private readonly PassCount count;
    private readonly Hearing hearing;
    private SteadyNodes? steady;
    private Comparability comparability = Comparability.Unknown;
    private ProbeTally tally = ProbeTally.None;
    private IReadOnlyList<Trouble> told = [];
    private volatile bool still;

    public RolloutLoop(LoopParts parts)
    {
        this.parts = parts;
        sightings = new Sightings(parts.Lookout, parts.Spec, parts.Session, parts.Time, parts.ReadAfter);
        readings = new Readings(parts.Spec);
        wake = new Wake(parts.Time);
        count = new PassCount(parts.Time);
        hearing = new Hearing(parts.Time);
        archive = new Archive(parts);
        outlooks = new OutlookWatch(parts, archive);
        actuator = new Actuator(EnsureAsync, parts.Time, parts.OrdersUntilSettled);
    }

    /// <summary>What the last recorded pass left behind; null before the first.</summary>
    public PassResult? Latest { get; private set; }

    /// <summary>When the last pass ended, whatever came of it: the loop's heartbeat.</summary>
    public DateTimeOffset LastPass { get; private set; }

    public Readings Readings => readings;

    public Archive Archive => archive;

    public OutlookWatch Outlooks => outlooks;

    /// <summary>The level that is being carried out, done or not.</summary>
    internal Task Acted => actuator.UnderWay;

    /// <summary>The ordered level was reached, and nothing is under way.</summary>
    internal bool IsSettled => actuator.UnderWay.IsCompleted && actuator is { Failure: null, OrderAgainIn: null };

    /// <summary>Passes in a row that came to nothing; none after one that was recorded.</summary>
    public Setbacks Setbacks { get; private set; } = Setbacks.None;

    /// <summary>Called after every recorded pass.</summary>
    public event Action<PassResult>? Recorded;

    /// <summary>Called after every pass that came to nothing.</summary>
    public event Action<Setbacks>? Failed;

    /// <summary>Called after every pass with what came of it and how long it took.</summary>
    public event Action<PassOutcome, TimeSpan>? Turned;

    public void WakeUp()
    {
        wake.Call();
        parts.Woken?.Invoke();
    }

    /// <summary>From now on the spec is this one, of the same metrics; never in the middle of a pass.</summary>
    internal void Adopt(StaggeredRolloutSpec spec) => parts.Spec = readings.Spec = spec;

    /// <summary>Passes are made by another, one at a time (<see cref="TurnAsync"/>): whoever writes something down can wait for the next.</summary>
    internal void IsDriven() => count.IsRunning = true;

    /// <summary>Ends with a pass that has seen all that was written down before this call, or when the time is over.</summary>
    internal Task SeenAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var next = count.NextAsync(limit, cancellationToken);
        WakeUp();
        return next;
    }

    /// <summary>Whether a pass recorded these alerts within the limit.</summary>
    internal Task<bool> HearAsync(IReadOnlyList<AlertNews> news, TimeSpan limit, CancellationToken cancellationToken) =>
        hearing.TakeAsync(news, WakeUp, limit, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        count.IsRunning = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            await wake.UntilAsync(await TurnAsync(cancellationToken), cancellationToken);
        }
    }

    /// <summary>A pass with whatever may come of it; when the next is due.</summary>
    internal async ValueTask<DateTimeOffset> TurnAsync(CancellationToken cancellationToken)
    {
        TimeSpan? good = null;
        count.Begin();
        var (began, outcome) = (parts.Time.GetTimestamp(), PassOutcome.Failed);
        try
        {
            good = await PassAsync(cancellationToken);
            outcome = good is null ? PassOutcome.Conflict : PassOutcome.Recorded;
            Setbacks = good is null ? Setbacks.After("the record is written by another, again and again", parts.Time.GetUtcNow()) : Setbacks.None;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Nothing was acted upon that was not recorded, so the next pass begins from what is true.
            var expected = fault is RecordingException;
            Setbacks = Setbacks.After(expected ? fault.Message : $"{fault.GetType().Name}: {fault.Message}", parts.Time.GetUtcNow());
            if (Setbacks.IsTold)
            {
                LogPassFailed(parts.Log, expected ? null : fault, Setbacks.Why!, Setbacks.InARow);
            }
        }

        LastPass = parts.Time.GetUtcNow();
        count.End();
        Turned?.Invoke(outcome, parts.Time.GetElapsedTime(began));
        if (good is not { } recheck)
        {
            Failed?.Invoke(Setbacks);
            return LastPass + Setbacks.Wait;
        }

        var next = LastPass + (actuator.OrderAgainIn is { } soon && soon < recheck ? soon : recheck);
        return next < sightings.NextBoundary ? next : sightings.NextBoundary;
    }

    public async ValueTask DisposeAsync()
    {
        await outlooks.DisposeAsync();
        await actuator.DisposeAsync();
    }

    /// <summary>One pass; how long the plan is good for, or null when somebody else wrote in between.</summary>
    private async ValueTask<TimeSpan?> PassAsync(CancellationToken cancellationToken)
    {
        var record = await archive.ReadAsync(cancellationToken);
        var heard = hearing.Now;
        var canaries = record.Progress.CanaryNodes.ToHashSet(StringComparer.Ordinal);
        readings.Take(await sightings.MetricsAsync(canaries, cancellationToken));
        var sighting = await sightings.FleetAsync(cancellationToken);
        var fleet = sighting.Fleet;
        var now = parts.Time.GetUtcNow();
        steady ??= record.Steady;
        steady = fleet is Observed<FleetState>.Known seen ? steady.Seen(seen.Value, sightings.Lives, sightings.Patience, now) : steady;

        var screened = readings.Screened(fleet, record.Progress, steady);
        var trial = Counting.Add(record.Trial, parts.Spec, record.Progress, screened);
        var comparable = comparability.After(trial, parts.Spec, record.Progress, screened);
        var probes = parts.Probes.Look(fleet, record.Progress, new DeclaredBreaks(record.Progress.DeclaredBreaks));
        var (tallied, runs) = tally.Look(probes, now);
        trial = ProbeEvidence.Add(trial, parts.Spec, record.Progress, Screened(runs, fleet, record.Progress, steady));
        var world = Heard(heard, record, sighting, new World
        {
            Now = now,
            Spec = parts.Spec,
            Progress = record.Progress,
            Fleet = fleet,
            WantedRevision = sighting.WantedRevision ?? record.Wanted?.Revision,
            DeclaredBreaks = Declared(sighting, record)?.ApiBreaks ?? [],
            SpecProblems = sighting.Problems,
            Gates = sighting.Gates,
            Judgement = JudgeViews.Of(parts.Spec, record.Progress, trial, readings.States, comparable),
            Probes = ProbeWatch.Readings(probes),
            Widenings = record.Progress.CanaryRevision is { } canary ? parts.Probes.Widenings(canary) : [],
            ProvenProbes = ProbeEvidence.Proven(ProbeEvidence.Assess(trial, parts.Spec, record.Progress), parts.Spec),
        });
        var plan = Decided(world, sighting.Asked ?? record.Wanted?.Asked);
        if (plan.Evidence == EvidenceAction.BeginAfresh)
        {
            trial = await archive.BeginAsync(plan.Next, fleet, now, cancellationToken);
        }

        var troubles = TroublesNow(world, trial, plan.Next, probes);
        plan = plan with { Happenings = ValueList.From(plan.Happenings.Concat(Troubles.News(told, troubles, plan, now))) };
        var recorded = await archive.WriteAsync(new PassDraft(record, world, plan, trial, steady, screened) { IsUnpublished = sighting.IsUnpublished }, cancellationToken);
        if (recorded is null)
        {
            // Somebody wrote in between: the plan is about a world that is gone.
            LogConflict(parts.Log);
            return null;
        }

        hearing.Done(heard);
        told = troubles;
        (comparability, tally) = (comparable, tallied);
        readings.Counted(screened);
        Act(plan, fleet);

        Announce(new PassResult(Shown(world, plan.Next, now), recorded, trial, plan, probes, troubles));
        return plan.RecheckAfter;
    }

    /// <summary>With what others have told: people, alerting systems, receivers.</summary>
    private World Heard(IReadOnlyList<Hearing.Batch> heard, StoredRollout record, FleetSighting sighting, World world) => world with
    {
        Alerts = [.. heard.SelectMany(h => h.News)],
        Receipts = parts.Courier?.Receipts ?? [],
        WantedBy = record.Wanted?.Author,
        NotYetHeld = sighting.NotYetHeld,
        AnnotationProblems = sighting.AnnotationProblems,
        Release = Declared(sighting, record),
        Orders = [.. record.Orders.Select(o => o.Order)],
    };

    /// <summary>What the release says of itself: on its workload, or where a person asked for it.</summary>
    private static DeclaredRelease? Declared(FleetSighting sighting, StoredRollout record) =>
        sighting.Declared ?? (record.Wanted is { } wanted && (wanted.ApiBreaks.Count > 0 || wanted.Identity.Risk is not null)
            ? new DeclaredRelease(wanted.ApiBreaks, wanted.Identity.Risk) : null);

    /// <summary>Forecasts come after the decision: readers see them, the plan does not.</summary>
    private World Shown(World world, Progress next, DateTimeOffset now) =>
        world with { Progress = next, Judgement = Judging.Outlooks.Into(world.Judgement, outlooks.Trial, parts.Spec, next, now) };

    private void Act(Plan plan, Observed<FleetState> fleet)
    {
        still = plan.Next is { Phase: Phase.Paused, Before: Phase.Promoting };

        // Before the level is ordered: what a node answers from now on must not be laid to the version that it is still seen with.
        parts.Probes.Look(fleet, plan.Next, new DeclaredBreaks(plan.Next.DeclaredBreaks));
        foreach (var effect in plan.Effects)
        {
            actuator.Order(effect, LevelCheck.IsAt(effect, fleet));
        }
    }

    /// <summary>The plan, with what the history needs noted on what it wants recorded.</summary>
    private static Plan Decided(World world, AskedRelease? asked)
    {
        var plan = Planner.Decide(world);
        return plan with { Next = ReleaseNoting.After(world.Progress, plan.Next, asked, (world.Judgement as Observed<JudgeView>.Known)?.Value, world.Now) };
    }

    private IReadOnlyList<Trouble> TroublesNow(World world, Trial? trial, Progress next, IReadOnlyList<ProbeStanding> probes) =>
    [
        .. Troubles.Of(actuator.Failure, CountedUntil(trial), sightings.Interval, told, world.Now),
        .. PromotionWatch.Troubles(parts.Spec, next, probes, world.Now),
        .. Troubles.OfAnnotations(world, told),
    ];

    /// <summary>Runs on the nodes that may be compared; none while the fleet cannot be seen.</summary>
    private Dictionary<string, FleetBucket> Screened(
        IReadOnlyDictionary<string, FleetBucket> runs, Observed<FleetState> fleet, Progress progress, SteadyNodes steadyNodes) =>
        fleet is Observed<FleetState>.Known known
            ? runs.ToDictionary(
                r => r.Key, r => BucketScreen.Screen(r.Value, known.Value, progress, steadyNodes, parts.Spec.WarmUp).Bucket, StringComparer.Ordinal)
            : [];

    private DateTimeOffset? CountedUntil(Trial? trial) =>
        (trial?.Evidence.Values.Select(e => e.LastEnd) ?? []).Append(sightings.ReadUntil).Max();

    private void Announce(PassResult result)
    {
        Latest = result;
        foreach (var happening in result.Plan.Happenings)
        {
            LogHappening(parts.Log, happening.Severity == Severity.Warning ? LogLevel.Warning : LogLevel.Information,
                happening.Reason, happening.Revision, happening.Message);
        }

        Recorded?.Invoke(result);
        parts.Courier?.Look(result.Plan.Next, result.World.Spec);
        outlooks.Look(result);
    }

    private ValueTask<EnsureResult> EnsureAsync(Effect effect, CancellationToken cancellationToken) => effect switch
    {
        // A platform does not stop by itself for a promotion that is paused.
        Effect.EnsureNothing when still && parts.Fleet is IWorkloadFleet platform => platform.EnsureStillAsync(cancellationToken),
        Effect.EnsureNothing => ValueTask.FromResult<EnsureResult>(new EnsureResult.Settled()),
        Effect.EnsureCanaries canaries => parts.Fleet.EnsureCanariesAsync(canaries.Revision, canaries.Stable, canaries.Nodes, cancellationToken),
        Effect.EnsureEverywhere everywhere => parts.Fleet.EnsureEverywhereAsync(everywhere.Revision, cancellationToken),
        _ => throw new InvalidOperationException($"no such level: {effect}"),
    };

    [LoggerMessage(EventId = 100, Message = "{Reason} ({Revision}): {Text}")]
    private static partial void LogHappening(ILogger log, LogLevel level, string reason, string? revision, string text);

    [LoggerMessage(EventId = 101, Level = LogLevel.Debug, Message = "the record was written by another in the meantime: observing again")]
    private static partial void LogConflict(ILogger log);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "{Why}; pass {Number} in a row that failed: nothing is done that was not recorded")]
    private static partial void LogPassFailed(ILogger log, Exception? fault, string why, int number);
}
