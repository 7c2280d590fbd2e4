using System.Collections.Concurrent;
using System.Globalization;
using Rollout.Recording;
using Rollout.Server.Http;

namespace Rollout.Server.Operator;

/// <summary>The event streams of rollouts, which outlive their loops: a reader stays where it is while a rollout rests, or another process leads.</summary>
/// <param name="time">The clock.</param>
/// <param name="atRest">How a rollout stands that has no loop here; null: there is no such rollout.</param>
public sealed class EventHubs(TimeProvider time, Func<RolloutKey, string?> atRest)
{
    private readonly string epoch = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    private readonly ConcurrentDictionary<RolloutKey, EventHub> hubs = new();

    public EventHub Of(RolloutKey key) => hubs.GetOrAdd(key, _ => new EventHub(epoch, () => atRest(key)));

    /// <summary>Null where nobody ever listened.</summary>
    public EventHub? Find(RolloutKey key) => hubs.GetValueOrDefault(key);

    /// <summary>Nothing is under way: a status that nobody reads need not be kept, for whoever comes to read is given it anew.</summary>
    public void Rest(RolloutKey key) => Find(key)?.Rest();

    public void Forget(RolloutKey key)
    {
        if (hubs.TryGetValue(key, out var hub) && hub.Readers == 0)
        {
            hubs.TryRemove(key, out _);
        }
    }
}
