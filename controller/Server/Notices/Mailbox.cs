using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Planning.Notices;

namespace Rollout.Server.Notices;

/// <summary>
/// Tells one receiver its notices, oldest first, one attempt at a time, beside the loop. What it keeps is what the record says is still to
/// be told; a receipt stays until the record has it.
/// </summary>
internal sealed partial class Mailbox(
    string name, Func<NoticeReceiver, Notice, CancellationToken, Task<SendResult>> send, TimeProvider time, ILogger log, Action receipted) : IAsyncDisposable
{
    /// <summary>After this a notice is news no more.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    private readonly SideWork work = new();
    private readonly SortedDictionary<long, Notice> waiting = [];
    private readonly Dictionary<long, NoticeReceipt> receipts = [];
    private NoticeReceiver? receiver;
    private int attempts;

    /// <summary>Called after every attempt, when the time of the next is settled.</summary>
    public event Action<SendResult>? Attempted;

    public IReadOnlyList<NoticeReceipt> Receipts
    {
        get
        {
            lock (work.Gate)
            {
                return [.. receipts.Values];
            }
        }
    }

    /// <summary>What is to be told according to the record.</summary>
    public void Look(NoticeReceiver to, IReadOnlyList<Notice> pending)
    {
        lock (work.Gate)
        {
            receiver = to;
            var ids = pending.Select(n => n.Id).ToHashSet();
            foreach (var known in receipts.Keys.Where(id => !ids.Contains(id)).ToList())
            {
                receipts.Remove(known);
            }

            waiting.Clear();
            foreach (var notice in pending.Where(n => !receipts.ContainsKey(n.Id)))
            {
                waiting[notice.Id] = notice;
            }

            if (waiting.Count > 0)
            {
                work.Begin_NeedsLock(RunAsync);
            }
        }
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();

    private async Task RunAsync()
    {
        while (Next() is { } next)
        {
            var result = time.GetUtcNow() - next.Notice.At >= GivenUpAfter
                ? new SendResult.Never("for a day it was told in vain")
                : await work.TryAsync(cancel => send(next.To, next.Notice, cancel));
            var due = Settle(next.Notice, result);
            Attempted?.Invoke(result);
            var wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, work.Stop);
            }
        }
    }

    private (NoticeReceiver To, Notice Notice)? Next()
    {
        lock (work.Gate)
        {
            work.Stop.ThrowIfCancellationRequested();
            if (waiting.Count > 0)
            {
                return (receiver!, waiting.First().Value);
            }

            work.Rest_NeedsLock();
            return null;
        }
    }

    /// <summary>Notes what came of it; when the next attempt is due.</summary>
    private DateTimeOffset Settle(Notice notice, SendResult result)
    {
        var now = time.GetUtcNow();
        lock (work.Gate)
        {
            if (result is SendResult.Later later)
            {
                attempts++;
                if ((attempts & (attempts - 1)) == 0)
                {
                    LogLater(log, name, notice.Event, attempts, later.Why);
                }

                return now + Backoff.After(attempts, later.After, (int)notice.Id);
            }

            attempts = 0;
            waiting.Remove(notice.Id);
            receipts[notice.Id] = new NoticeReceipt(notice.Id, name, (result as SendResult.Never)?.Why);
        }

        LogSettled(log, name, notice.Event, result is SendResult.Never never ? $"never will be: {never.Why}" : "has it");
        receipted();
        return now;
    }

    [LoggerMessage(EventId = 720, Level = LogLevel.Warning, Message = "{Receiver} was not told of {Event} at attempt {Attempt}: {Why}")]
    private static partial void LogLater(ILogger log, string receiver, NoticeEvent @event, int attempt, string why);

    [LoggerMessage(EventId = 721, Level = LogLevel.Information, Message = "notice of {Event} to {Receiver}: {What}")]
    private static partial void LogSettled(ILogger log, string receiver, NoticeEvent @event, string what);
}
