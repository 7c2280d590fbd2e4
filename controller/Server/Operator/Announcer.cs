using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Events;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Planning;
using Rollout.Server.Loop;

namespace Rollout.Server.Operator;

/// <summary>
/// Makes events of what was recorded, one after the other, beside everything else: nothing hangs on an event, and one that cannot be written is
/// lost, unless it is the last change of phase, which the next leader tells. Bounded: of too many the oldest go.
/// </summary>
public sealed partial class Announcer : IAsyncDisposable
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>What a process before this one recorded is looked after for so long.</summary>
    public static readonly TimeSpan StillNews = TimeSpan.FromMinutes(30);

    private readonly Channel<EventNote> notes = Channel.CreateBounded<EventNote>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource stop = new();
    private readonly EventRecorder events;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Task work;

    public Announcer(ClusterClient client, string instance, TimeProvider time, ILogger log)
    {
        events = new EventRecorder(client, "staggered.dev/rollout", instance, time);
        (this.time, this.log) = (time, log);
        work = Task.Run(RunAsync, stop.Token);
    }

    /// <summary>What a recorded pass has to tell; the change of phase in it by a name of its own, so that it can be told after this process.</summary>
    public void Tell(RolloutSnapshot rollout, PassResult pass)
    {
        var next = pass.Plan.Next;
        var change = pass.Plan.Happenings.FirstOrDefault(h => h.At == next.Since && (h.Reason == next.Reason || h.Reason == Reasons.WayBackOver));
        foreach (var happening in pass.Plan.Happenings)
        {
            notes.Writer.TryWrite(Note(rollout, happening.Severity, happening.Reason, happening.Message, next, ReferenceEquals(happening, change)));
        }
    }

    /// <summary>The last change of phase that another process recorded: it may have ended before it told. Told already, it stays one event.</summary>
    public void TellAgain(RolloutSnapshot rollout, Progress recorded)
    {
        // Events are forgotten by the cluster after an hour: what is older is no news, told or not.
        if (recorded.Since is { } since && time.GetUtcNow() - since < StillNews)
        {
            notes.Writer.TryWrite(Note(rollout, Reasons.SeverityOf(recorded.Reason), recorded.Reason, recorded.Message, recorded, true));
        }
    }

    private static EventNote Note(RolloutSnapshot rollout, Severity severity, string reason, string message, Progress progress, bool isChange) => new(
        new ObjectReference
        {
            ApiVersion = Api.Crds.CustomKind.ApiVersion,
            Kind = Api.Crds.CustomKinds.StaggeredRollout.Kind,
            Namespace = rollout.Key.Namespace,
            Name = rollout.Key.Name,
            Uid = rollout.Uid,
        },
        severity == Severity.Warning ? EventSeverity.Warning : EventSeverity.Normal, reason, progress.Phase.ToString(), message,
        isChange && progress.Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"{rollout.Uid} {progress.Phase} {since.UtcTicks}") : null);

    /// <summary>What waits is still told, for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        notes.Writer.TryComplete();
        using var limit = new CancellationTokenSource(Farewell, time);
        await using var registration = limit.Token.Register(stop.Cancel);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var note in notes.Reader.ReadAllAsync(stop.Token))
            {
                if (!(await events.RecordAsync(note, stop.Token)).TryGet(out _, out var error) && !error.IsAlreadyExists)
                {
                    LogLost(log, note.Reason, error);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The farewell was too long.
        }
    }

    [LoggerMessage(EventId = 820, Level = LogLevel.Information, Message = "the event {Reason} was not written: {Error}")]
    private static partial void LogLost(ILogger log, string reason, ApiError error);
}
