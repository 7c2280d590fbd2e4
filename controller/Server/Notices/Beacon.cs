using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Planning.Notices;
using Rollout.Server.Loop;

namespace Rollout.Server.Notices;

/// <summary>
/// Keeps an Alertmanager told of the state of a rollout that is an alert: at once when it begins, again and again while it lasts, as
/// Prometheus does, and at once when it is over. A level: whoever starts anew tells the same.
/// </summary>
internal sealed partial class Beacon(
    string name, Func<NoticeReceiver, StandingAlert, bool, CancellationToken, Task<SendResult>> send, TimeProvider time, ILogger log) : IAsyncDisposable
{
    public static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private readonly SideWork work = new();
    private readonly Wake wake = new(time);
    private NoticeReceiver? receiver;
    private StandingAlert? stands;
    private StandingAlert? told;

    /// <summary>Called after every attempt.</summary>
    public event Action<SendResult>? Attempted;

    /// <summary>What stands according to the record; null: nothing.</summary>
    public void Look(NoticeReceiver to, StandingAlert? standing)
    {
        lock (work.Gate)
        {
            receiver = to;
            var wanted = standing is not null && to.On.Contains(standing.Event) ? standing : null;
            if (Equals(wanted, stands))
            {
                return;
            }

            stands = wanted;
            if (!work.Begin_NeedsLock(RunAsync))
            {
                wake.Call();
            }
        }
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();

    private async Task RunAsync()
    {
        var attempts = 0;
        while (Next() is { } next)
        {
            var result = await work.TryAsync(cancel => send(next.To, next.Alert, next.Over, cancel));
            var due = time.GetUtcNow();
            if (result is SendResult.Later or SendResult.Never)
            {
                attempts++;
                var why = result is SendResult.Later later ? later.Why : ((SendResult.Never)result).Why;
                if ((attempts & (attempts - 1)) == 0)
                {
                    LogFailed(log, name, next.Alert.Event, attempts, why);
                }

                due += Backoff.After(attempts, (result as SendResult.Later)?.After, name.Length);
            }
            else
            {
                attempts = 0;
                due = Told(next.Alert, next.Over) ? due + Again : due;
            }

            Attempted?.Invoke(result);
            await wake.UntilAsync(due, work.Stop);
        }
    }

    /// <summary>What is over is told before what stands.</summary>
    private (NoticeReceiver To, StandingAlert Alert, bool Over)? Next()
    {
        lock (work.Gate)
        {
            work.Stop.ThrowIfCancellationRequested();
            if (told is not null && told.Event != stands?.Event)
            {
                return (receiver!, told, true);
            }

            if (stands is not null)
            {
                return (receiver!, stands, false);
            }

            work.Rest_NeedsLock();
            return null;
        }
    }

    /// <summary>Whether there is nothing more to tell at once.</summary>
    private bool Told(StandingAlert alert, bool over)
    {
        lock (work.Gate)
        {
            told = over ? null : alert;
            return !over && Equals(alert, stands);
        }
    }

    [LoggerMessage(EventId = 722, Level = LogLevel.Warning, Message = "{Receiver} was not told of the alert {Event} at attempt {Attempt}: {Why}")]
    private static partial void LogFailed(ILogger log, string receiver, NoticeEvent @event, int attempt, string why);
}
