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
/// lost. Bounded: of too many the oldest go.
/// </summary>
public sealed partial class Announcer : IAsyncDisposable
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

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

    public void Tell(RolloutSnapshot rollout, PassResult pass)
    {
        foreach (var happening in pass.Plan.Happenings)
        {
            notes.Writer.TryWrite(new EventNote(
                new ObjectReference
                {
                    ApiVersion = Api.Crds.CustomKind.ApiVersion,
                    Kind = Api.Crds.CustomKinds.StaggeredRollout.Kind,
                    Namespace = rollout.Key.Namespace,
                    Name = rollout.Key.Name,
                    Uid = rollout.Uid,
                },
                happening.Severity == Severity.Warning ? EventSeverity.Warning : EventSeverity.Normal,
                happening.Reason, pass.Plan.Next.Phase.ToString(), happening.Message));
        }
    }

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
                if (!(await events.RecordAsync(note, stop.Token)).TryGet(out _, out var error))
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
