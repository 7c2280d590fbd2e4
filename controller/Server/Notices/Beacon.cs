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

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Wake wake = new(time);
    private NoticeReceiver? receiver;
    private StandingAlert? stands;
    private StandingAlert? told;
    private Task work = Task.CompletedTask;
    private bool running;

    /// <summary>Called after every attempt.</summary>
    public event Action<SendResult>? Attempted;

    /// <summary>What stands according to the record; null: nothing.</summary>
    public void Look(NoticeReceiver to, StandingAlert? standing)
    {
        lock (gate)
        {
            receiver = to;
            var wanted = standing is not null && to.On.Contains(standing.Event) ? standing : null;
            if (Equals(wanted, stands))
            {
                return;
            }

            stands = wanted;
            if (running)
            {
                wake.Call();
            }
            else if (!stop.IsCancellationRequested)
            {
                running = true;
                work = RunAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            stop.Cancel();
            last = work;
        }

        await last;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var attempts = 0;
        try
        {
            while (Next() is { } next)
            {
                var result = await TryAsync(next.To, next.Alert, next.Over);
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
                await wake.UntilAsync(due, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The controller ends: what stands is told by the next, or ends by itself.
        }
    }

    private async Task<SendResult> TryAsync(NoticeReceiver to, StandingAlert alert, bool over)
    {
        try
        {
            return await send(to, alert, over, stop.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new SendResult.Later($"the attempt ended with a fault: {fault.GetType().Name}");
        }
    }

    /// <summary>What is over is told before what stands.</summary>
    private (NoticeReceiver To, StandingAlert Alert, bool Over)? Next()
    {
        lock (gate)
        {
            stop.Token.ThrowIfCancellationRequested();
            if (told is not null && told.Event != stands?.Event)
            {
                return (receiver!, told, true);
            }

            if (stands is not null)
            {
                return (receiver!, stands, false);
            }

            running = false;
            return null;
        }
    }

    /// <summary>Whether there is nothing more to tell at once.</summary>
    private bool Told(StandingAlert alert, bool over)
    {
        lock (gate)
        {
            told = over ? null : alert;
            return !over && Equals(alert, stands);
        }
    }

    [LoggerMessage(EventId = 722, Level = LogLevel.Warning, Message = "{Receiver} was not told of the alert {Event} at attempt {Attempt}: {Why}")]
    private static partial void LogFailed(ILogger log, string receiver, NoticeEvent @event, int attempt, string why);
}
