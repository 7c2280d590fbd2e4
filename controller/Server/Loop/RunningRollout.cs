using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Planning;
using Rollout.Server.Hooks;
using Rollout.Server.Http;
using Rollout.Server.Judging;
using Rollout.Server.Projection;
using OrderAnswer = Rollout.Server.Http.OrderAnswer;

namespace Rollout.Server.Loop;

/// <summary>A rollout that is looked after: its loop, and what the API shows and takes of it.</summary>
public sealed class RunningRollout : IRunningRollout, IAsyncDisposable
{
    /// <summary>Happenings shown.</summary>
    private const int Shown = 50;

    private static readonly TimeSpan TakenUpWithin = TimeSpan.FromSeconds(2);

    /// <summary>Less than senders of alerts wait.</summary>
    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(8);

    private readonly LoopParts parts;
    private readonly RolloutLoop loop;
    private JsonObject spec;
    private AlertScreen screen;
    private readonly List<Happening> recent = [];
    private long passes;
    private string shown = "";

    /// <param name="parts">What it is made of.</param>
    /// <param name="events">Where its events are heard; null: a place of its own.</param>
    public RunningRollout(LoopParts parts, EventHub? events = null)
    {
        this.parts = parts;
        loop = new RolloutLoop(parts);
        if (parts.Courier is { } courier)
        {
            courier.Receipted += loop.WakeUp;
        }

        Events = events ?? new EventHub(parts.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        spec = SpecJson.Summarise(parts.Spec);
        screen = new AlertScreen(parts.Spec);
        Current = new StatusView(StatusProjection.Of(Unseen()).ToJsonString(), "\"0\"");
        loop.Recorded += Show;
        loop.Failed += setbacks => Publish(loop.Latest is { } latest ? PictureOf(latest) with { Troubles = With(latest, setbacks) } : Unseen() with { Troubles = With(null, setbacks) });
    }

    public string Namespace => parts.Key.Namespace;

    public string Name => parts.Key.Name;

    public EventHub Events { get; }

    public StatusView Current { get; private set; }

    internal RolloutLoop Loop => loop;

    /// <summary>Null once the first pass is over, and for as long as passes can be recorded.</summary>
    public string? NotReady => loop.Setbacks.Trouble?.Message ?? (loop.Latest is null ? "the first pass is not over" : null);

    /// <summary>From the next pass on the spec is this one. Its metrics must be those of before: else make the rollout anew.</summary>
    public void Adopt(StaggeredRolloutSpec next)
    {
        loop.Adopt(next);
        spec = SpecJson.Summarise(next);
        screen = new AlertScreen(next);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        recent.AddRange(await loop.Archive.HappeningsAsync(Shown, cancellationToken));
        await loop.RunAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    public async ValueTask<string> EvidenceAsync(CancellationToken cancellationToken)
    {
        if (loop.Latest is not { } latest)
        {
            return """{"revision":null,"metrics":[]}""";
        }

        var progress = latest.World.Progress;
        var revision = progress.CanaryRevision ?? (progress.Outcomes is [var last, ..] ? last.Revision : null);
        var points = revision is null ? [] : await loop.Archive.PointsAsync(revision, cancellationToken);
        return EvidenceProjection.Of(parts.Spec, revision, latest.World.Judgement, points, loop.Readings, parts.Lookout.Names)
            .ToJsonString();
    }

    public async ValueTask<HeardAnswer> HearAsync(AlertGroup told, CancellationToken cancellationToken)
    {
        var fitting = told.Fitting(screen);
        return fitting.Count == 0 ? new HeardAnswer.Recorded(0)
            : await loop.HearAsync(fitting, RecordedWithin, cancellationToken) ? new HeardAnswer.Recorded(fitting.Count)
            : new HeardAnswer.NotYet(loop.Setbacks.Trouble?.Message ?? "no pass has recorded it in time");
    }

    public async ValueTask<OrderAnswer> OrderAsync(OrderVerb verb, OrderBody body, string author, CancellationToken cancellationToken)
    {
        if (loop.Latest is null)
        {
            // A pipeline may be quicker than the first pass after a start, before which there is no record to write the order into.
            await loop.SeenAsync(TakenUpWithin, cancellationToken);
        }

        var progress = loop.Latest?.World.Progress ?? Progress.Initial;
        var answer = await parts.Desk.OrderAsync(verb, body, author, progress, cancellationToken);
        if (answer is OrderAnswer.Accepted)
        {
            // What is answered shows the order taken up, wherever a pass does not take longer than a caller waits.
            await loop.SeenAsync(TakenUpWithin, cancellationToken);
        }

        return answer;
    }

    private void Show(PassResult pass)
    {
        recent.InsertRange(0, pass.Plan.Happenings.Reverse());
        recent.RemoveRange(Math.Min(Shown, recent.Count), Math.Max(0, recent.Count - Shown));
        foreach (var happening in pass.Plan.Happenings)
        {
            Events.Publish("happening", StatusProjection.HappeningJson(happening).ToJsonString());
        }

        Publish(PictureOf(pass));
    }

    /// <summary>What kept the last pass from being recorded is shown beside what was recorded before.</summary>
    private static IReadOnlyList<Trouble> With(PassResult? latest, Setbacks setbacks) =>
        setbacks.Trouble is { } trouble ? [trouble, .. latest?.Troubles ?? []] : latest?.Troubles ?? [];

    private void Publish(Picture picture)
    {
        var json = StatusProjection.Of(picture).ToJsonString();
        if (json != shown)
        {
            shown = json;
            Current = new StatusView(json, $"\"{(++passes).ToString(CultureInfo.InvariantCulture)}\"");
            Events.Publish("status", json);
        }
    }

    private Picture PictureOf(PassResult pass)
    {
        var metric = parts.Spec.Metrics.OrderBy(m => m.Role).FirstOrDefault()?.Name;
        var baseline = metric is null ? null : pass.Trial?.Baselines.GetValueOrDefault(metric);
        var picture = Unseen() with
        {
            Now = pass.World.Now,
            Progress = pass.World.Progress,
            Fleet = pass.World.Fleet,
            NotYetHeld = pass.World.NotYetHeld,
            Judgement = pass.World.Judgement,
            Last = pass.World.Progress.Stage is null ? JudgeViews.Last(parts.Spec, pass.World.Progress, pass.Trial) : null,
            IfStartedNow = pass.World.Progress.Stage is null ? loop.Outlooks.Start : null,
            Wanted = pass.Record.Wanted,
            Explanation = Explain.Sentences(pass.World),
            Excluded = loop.Readings.Excluded,
            Probes = pass.Probes,
            Happenings = recent,
            Conditions = pass.Record.Conditions,
            Troubles = pass.Troubles,
        };
        return metric is null ? picture : picture with
        {
            PerMinute = loop.Readings.Rates(metric).PerMinute(),
            Expected = baseline?.Nodes.ToDictionary(n => n.Key, n => n.Value.Money, StringComparer.Ordinal) ?? picture.Expected,
        };
    }

    /// <summary>Before the first pass: nothing is known, and that is what is shown.</summary>
    private Picture Unseen() => new()
    {
        Namespace = Namespace,
        Name = Name,
        Now = parts.Time.GetUtcNow(),
        Spec = parts.Spec,
        SpecJson = spec,
        Progress = Progress.Initial,
        Fleet = new Observed<FleetState>.Missing(),
        Judgement = new Observed<JudgeView>.Missing(),
        PerMinute = new Dictionary<string, double>(StringComparer.Ordinal),
        Expected = new Dictionary<string, double>(StringComparer.Ordinal),
        Excluded = new Dictionary<string, string>(StringComparer.Ordinal),
        Probes = [],
        Happenings = [],
        Conditions = [],
    };
}
