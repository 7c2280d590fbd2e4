using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Watching;

/// <summary>Begins watches.</summary>
public static class Watches
{
    /// <summary>
    /// The changes of a kind, in order, from a version on. Reconnects by itself; ends with <see cref="WatchSignal{T}.Ended"/> when the
    /// caller must list anew, or has asked for what the server does not give.
    /// </summary>
    public static IAsyncEnumerable<WatchSignal<T>> WatchAsync<T>(
        this ResourceClient<T> client, WatchOptions options, CancellationToken cancellation)
        where T : class =>
        new ResourceWatch<T>(client, options, new Random(client.Transport.Seed)).RunAsync(cancellation);
}
