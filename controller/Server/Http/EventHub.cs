using System.Globalization;
using System.Threading.Channels;

namespace Rollout.Server.Http;

/// <summary>
/// Hands events to every open stream. A reader that falls behind loses its oldest events and never slows the rollout:
/// each event carries the whole status, so the newest is what matters.
/// </summary>
/// <param name="epoch">Of this process: ids of another one's events mean nothing here.</param>
/// <param name="atRest">The status where none is kept; null of it: there is none.</param>
public sealed class EventHub(string epoch = "0", Func<string?>? atRest = null)
{
    /// <summary>Streams at once; one more is refused.</summary>
    public const int MostReaders = 2000;

    /// <summary>Happenings kept for readers that come back.</summary>
    public const int Kept = 48;

    private const int Backlog = 64;
    private readonly Lock gate = new();
    private readonly HashSet<Channel<ServerEvent>> readers = [];
    private readonly Queue<ServerEvent> happenings = new();
    private ServerEvent? latestStatus;
    private long lastId;

    /// <summary>Streams that are open.</summary>
    public int Readers
    {
        get
        {
            lock (gate)
            {
                return readers.Count;
            }
        }
    }

    public void Publish(string name, string json)
    {
        lock (gate)
        {
            var published = new ServerEvent(epoch, ++lastId, name, json);
            if (name == "status")
            {
                latestStatus = published;
            }
            else
            {
                happenings.Enqueue(published);
                while (happenings.Count > Kept)
                {
                    happenings.Dequeue();
                }
            }

            foreach (var reader in readers)
            {
                reader.Writer.TryWrite(published);
            }
        }
    }

    /// <summary>Lets the latest status go, unless somebody reads here.</summary>
    internal void Rest()
    {
        lock (gate)
        {
            latestStatus = readers.Count > 0 ? latestStatus : null;
        }
    }

    /// <summary>A stream that begins with what its reader missed and the latest status; null when there are too many readers.</summary>
    /// <param name="lastEventId">
    /// The id that it saw last: kept happenings after it come first; of another process, all that are kept. Null: it is new and misses none.
    /// </param>
    public Subscription? Subscribe(string? lastEventId = null)
    {
        lock (gate)
        {
            if (readers.Count >= MostReaders)
            {
                return null;
            }

            var channel = Channel.CreateBounded<ServerEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
            var seen = lastEventId is null ? long.MaxValue : Seen(lastEventId);
            foreach (var missed in happenings.Where(h => h.Id > seen))
            {
                channel.Writer.TryWrite(missed);
            }

            // Asked for under the lock: a status that is let go in this very moment leaves nobody without one.
            if ((latestStatus ?? AtRest_NeedsLock()) is { } first)
            {
                channel.Writer.TryWrite(first);
            }

            readers.Add(channel);
            return new Subscription(this, channel);
        }
    }

    private ServerEvent? AtRest_NeedsLock() => atRest?.Invoke() is { } status ? new ServerEvent(epoch, ++lastId, "status", status) : null;

    /// <summary>0 for ids of another process, and for what is none.</summary>
    private long Seen(string lastEventId) =>
        lastEventId.StartsWith(epoch + "-", StringComparison.Ordinal)
        && long.TryParse(lastEventId.AsSpan(epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private void Remove(Channel<ServerEvent> channel)
    {
        lock (gate)
        {
            readers.Remove(channel);
        }
    }

    /// <summary>One open stream; disposing it leaves the hub.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly EventHub hub;
        private readonly Channel<ServerEvent> channel;

        internal Subscription(EventHub hub, Channel<ServerEvent> channel) => (this.hub, this.channel) = (hub, channel);

        public ChannelReader<ServerEvent> Events => channel.Reader;

        public void Dispose() => hub.Remove(channel);
    }
}
