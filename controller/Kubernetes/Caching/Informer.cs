using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;

namespace Rollout.Kubernetes.Caching;

/// <summary>
/// Keeps a cache of a kind: lists, then watches, and lists again when the server has forgotten where it was. Deletions that nobody saw are
/// found by the list that lacks them. Nothing runs before <see cref="RunAsync"/>.
/// </summary>
public sealed partial class Informer<T>
    where T : class
{
    private readonly ResourceClient<T> client;
    private readonly InformerOptions<T> options;
    private readonly ApiTransport transport;
    private readonly ObjectCache<T> cache;
    private readonly Action<CacheChange<T>> changed;
    private readonly Random chance;
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool streams;
    private long heardAt;

    /// <param name="changed">Called for each change, after the cache has it, one at a time. It should only enqueue a key.</param>
    public Informer(ResourceClient<T> client, InformerOptions<T> options, Action<CacheChange<T>> changed)
    {
        (this.client, this.options, this.changed) = (client, options, changed);
        transport = client.Transport;
        cache = new ObjectCache<T>(client.Kind, options.Indexes);
        chance = new Random(transport.Seed);
        streams = options.StreamingList;
        heardAt = transport.Time.GetTimestamp();
    }

    public IObjectCache<T> Cache => cache;

    /// <summary>The cache has held the whole kind once: before that, absence means nothing.</summary>
    public bool HasSynced => synced.Task.IsCompleted;

    /// <summary>Done when <see cref="HasSynced"/>.</summary>
    public Task WhenSynced => synced.Task;

    /// <summary>Since the server said anything about this kind. Bookmarks keep it at about a minute.</summary>
    public TimeSpan SinceHeard => transport.Time.GetElapsedTime(Volatile.Read(ref heardAt));

    /// <summary>Until it is cancelled. No trouble with the server ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pace = new Backoff(options.Watch.FirstWait, options.Watch.LongestWait, chance);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (cause, error) = await FollowAsync(pace, cancellation);
            var wait = pace.Next();
            wait = error?.RetryAfter is { } asked && asked > wait ? asked : wait;
            LogAgain(transport.Log, client.Kind.Type, cause, wait);
            await Task.Delay(wait, transport.Time, cancellation);
        }
    }

    /// <summary>Lists and watches until that is over.</summary>
    private async Task<(string Cause, ApiError? Error)> FollowAsync(Backoff pace, CancellationToken cancellation)
    {
        if (streams)
        {
            return await FollowStreamAsync(pace, cancellation);
        }

        var listed = await client.ListAsync(
            new ListOptions
            {
                Namespace = options.Watch.Namespace,
                LabelSelector = options.Watch.LabelSelector,
                FieldSelector = options.Watch.FieldSelector,
                PageSize = options.PageSize,
            },
            cancellation);
        if (!listed.TryGet(out var list, out var error))
        {
            return (error.ToString(), error);
        }

        Begin(list.Items, pace);
        return await WatchAsync(options.Watch with { ResourceVersion = list.ResourceVersion, InitialEvents = false }, null, pace, cancellation);
    }

    private async Task<(string Cause, ApiError? Error)> FollowStreamAsync(Backoff pace, CancellationToken cancellation)
    {
        var initial = new Dictionary<ObjectKey, T>();
        var over = await WatchAsync(options.Watch with { ResourceVersion = null, InitialEvents = true }, initial, pace, cancellation);
        if (over.Error is { StatusCode: 400 or 422 } && streams)
        {
            // WatchList is off there, or the server is older than it.
            streams = false;
            LogNoStreaming(transport.Log, client.Kind.Type, over.Cause);
            return await FollowAsync(pace, cancellation);
        }

        return over;
    }

    /// <param name="initial">Where the objects of a streaming list gather; null once, or where, there is none.</param>
    private async Task<(string Cause, ApiError? Error)> WatchAsync(
        WatchOptions watch, Dictionary<ObjectKey, T>? initial, Backoff pace, CancellationToken cancellation)
    {
        await foreach (var signal in new ResourceWatch<T>(client, watch, chance).RunAsync(cancellation))
        {
            switch (signal)
            {
                case WatchSignal<T>.Changed change:
                    Heard();
                    Take(change, initial);
                    break;
                case WatchSignal<T>.Progressed { InitialEnd: true } when initial is not null:
                    Begin(initial.Values, pace);
                    initial = null;
                    break;
                case WatchSignal<T>.Progressed:
                    Heard();
                    break;
                case WatchSignal<T>.Interrupted interrupted:
                    LogInterrupted(transport.Log, client.Kind.Type, interrupted.Cause, interrupted.Wait);
                    break;
                case WatchSignal<T>.Ended { Why: WatchEnd.Incomplete } ended when ended.Error is null:
                    // A server that ends streaming lists before their end, whatever the reason: the plain list always works.
                    streams = false;
                    return (ended.Cause, null);
                case WatchSignal<T>.Ended ended:
                    return (ended.Cause, ended.Error);
            }
        }

        throw new InvalidOperationException("a watch ends with a signal");
    }

    private void Take(WatchSignal<T>.Changed change, Dictionary<ObjectKey, T>? initial)
    {
        if (initial is null)
        {
            Tell(change.Kind == ChangeKind.Deleted ? cache.Remove(change.Item) : cache.Put(change.Item));
        }
        else if (change.Kind == ChangeKind.Deleted)
        {
            initial.Remove(client.Kind.KeyOf(change.Item));
        }
        else
        {
            initial[client.Kind.KeyOf(change.Item)] = change.Item;
        }
    }

    private void Begin(IReadOnlyCollection<T> items, Backoff pace)
    {
        Heard();
        pace.Reset();
        foreach (var change in cache.Replace(items))
        {
            Tell(change);
        }

        synced.TrySetResult();
    }

    private void Heard() => Volatile.Write(ref heardAt, transport.Time.GetTimestamp());

    private void Tell(CacheChange<T>? change)
    {
        if (change is not { } told)
        {
            return;
        }

        try
        {
            changed(told);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever listens cannot take the watch down, for that would stop all others.
            LogListener(transport.Log, e, client.Kind.Type, told.Key);
        }
    }

    [LoggerMessage(4111, LogLevel.Information, "{Kind} are listed anew in {Wait}: {Cause}")]
    private static partial void LogAgain(ILogger log, ResourceType kind, string cause, TimeSpan wait);

    [LoggerMessage(4112, LogLevel.Debug, "the watch of {Kind} goes on in {Wait}: {Cause}")]
    private static partial void LogInterrupted(ILogger log, ResourceType kind, string cause, TimeSpan wait);

    [LoggerMessage(4113, LogLevel.Information, "{Kind} come as plain lists, streaming is refused: {Cause}")]
    private static partial void LogNoStreaming(ILogger log, ResourceType kind, string cause);

    [LoggerMessage(4114, LogLevel.Error, "a listener failed on {Key} of {Kind}")]
    private static partial void LogListener(ILogger log, Exception e, ResourceType kind, ObjectKey key);
}
