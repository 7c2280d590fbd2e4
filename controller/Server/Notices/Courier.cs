using Microsoft.Extensions.Logging;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Planning.Notices;

namespace Rollout.Server.Notices;

/// <summary>
/// Tells a rollout's receivers what the record says is to be told. The loop never waits for it: it looks at what was recorded, and is
/// looked at for receipts, which the next pass records.
/// </summary>
public sealed class Courier : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Mailbox> mailboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Beacon> beacons = new(StringComparer.Ordinal);
    private readonly List<Task> gone = [];
    private readonly (string Space, string Name) rollout;
    private readonly NoticeSender sender;
    private readonly TimeProvider time;
    private readonly ILogger log;

    /// <param name="space">Namespace of the rollout.</param>
    /// <param name="name">Its name.</param>
    /// <param name="sender">Makes the attempts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">What failed, and what came of it.</param>
    public Courier(string space, string name, NoticeSender sender, TimeProvider time, ILogger log)
    {
        rollout = (space, name);
        this.sender = sender;
        this.time = time;
        this.log = log;
    }

    /// <summary>There is a new receipt: a pass should record it.</summary>
    public event Action? Receipted;

    /// <summary>Called after every attempt with the receiver's name.</summary>
    internal event Action<string, SendResult>? Attempted;

    /// <summary>What became of notices, as far as the record does not have it yet.</summary>
    public IReadOnlyList<NoticeReceipt> Receipts
    {
        get
        {
            lock (gate)
            {
                return [.. mailboxes.Values.SelectMany(m => m.Receipts)];
            }
        }
    }

    /// <summary>After a recorded pass.</summary>
    public void Look(Progress progress, StaggeredRolloutSpec spec)
    {
        lock (gate)
        {
            foreach (var receiver in spec.Receivers)
            {
                if (receiver.Kind == ReceiverKind.Alertmanager)
                {
                    BeaconOf(receiver.Name).Look(receiver, StandingAlert.Of(progress));
                }
                else
                {
                    MailboxOf(receiver.Name).Look(receiver, [.. progress.Notices.Where(n => n.To.Contains(receiver.Name))]);
                }
            }

            Retire(mailboxes, spec, r => r.Kind != ReceiverKind.Alertmanager);
            Retire(beacons, spec, r => r.Kind == ReceiverKind.Alertmanager);
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Task> ends;
        lock (gate)
        {
            ends = [.. gone, .. mailboxes.Values.Select(m => m.DisposeAsync().AsTask()), .. beacons.Values.Select(b => b.DisposeAsync().AsTask())];
            mailboxes.Clear();
            beacons.Clear();
        }

        await Task.WhenAll(ends);
    }

    private Mailbox MailboxOf(string name)
    {
        if (!mailboxes.TryGetValue(name, out var box))
        {
            box = new Mailbox(name, (to, notice, cancel) => sender.SendAsync(to, NoticeBodies.Of(to, notice, rollout.Space, rollout.Name), cancel), time, log,
                () => Receipted?.Invoke());
            box.Attempted += result => Attempted?.Invoke(name, result);
            mailboxes[name] = box;
        }

        return box;
    }

    private Beacon BeaconOf(string name)
    {
        if (!beacons.TryGetValue(name, out var beacon))
        {
            beacon = new Beacon(name, (to, alert, over, cancel) =>
                sender.SendAsync(to, NoticeBodies.Of(to, alert, over, rollout.Space, rollout.Name, time.GetUtcNow()), cancel), time, log);
            beacon.Attempted += result => Attempted?.Invoke(name, result);
            beacons[name] = beacon;
        }

        return beacon;
    }

    /// <summary>A receiver that the spec no longer has is told nothing more.</summary>
    private void Retire<T>(Dictionary<string, T> all, StaggeredRolloutSpec spec, Func<NoticeReceiver, bool> kind)
        where T : IAsyncDisposable
    {
        foreach (var name in all.Keys.Where(n => !spec.Receivers.Any(r => r.Name == n && kind(r))).ToList())
        {
            if (all.Remove(name, out var one))
            {
                gone.RemoveAll(g => g.IsCompleted);
                gone.Add(one.DisposeAsync().AsTask());
            }
        }
    }
}
