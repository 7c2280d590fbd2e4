using System.Threading.Channels;

namespace Rollout.Server.Http;

/// <summary>
/// Hands events to every open stream. A reader that falls behind loses its oldest events and never slows the rollout:
/// each event carries the whole status, so the newest is what matters.
/// </summary>
public sealed class EventHub
{
    /// <summary>Streams at once; one more is refused.</summary>
    public const int MostReaders = 2000;

    private const int Backlog = 64;
    private readonly Lock gate = new();
    private readonly HashSet<Channel<ServerEvent>> readers = [];
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
            var published = new ServerEvent(++lastId, name, json);
            if (name == "status")
            {
                latestStatus = published;
            }

            foreach (var reader in readers)
            {
                reader.Writer.TryWrite(published);
            }
        }
    }

    /// <summary>A stream that begins with the latest status; null when there are too many readers.</summary>
    public Subscription? Subscribe()
    {
        lock (gate)
        {
            if (readers.Count >= MostReaders)
            {
                return null;
            }

            var channel = Channel.CreateBounded<ServerEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
            if (latestStatus is not null)
            {
                channel.Writer.TryWrite(latestStatus);
            }

            readers.Add(channel);
            return new Subscription(this, channel);
        }
    }

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
