using System.Collections.Concurrent;
using Rollout.Api;
using Rollout.Planning;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// Which changes failed since the target last changed. A failed change is tried again, but not at every pass: the pause doubles from two
/// seconds to a minute, and a new target ends it.
/// </summary>
internal sealed class FailedChanges(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Failure> failures = new(StringComparer.Ordinal);
    private string? target;

    /// <summary>The latest failure that was not followed by a success of its node.</summary>
    public DeployFailure? Last => failures.Values.MaxBy(f => f.At)?.What;

    /// <summary>A new target starts afresh.</summary>
    public void Aim(string next)
    {
        if (target != next)
        {
            failures.Clear();
            target = next;
        }
    }

    public DeployFailure? Of(string node, string revision) =>
        failures.TryGetValue(node, out var failure) && failure.What.Revision == revision ? failure.What : null;

    /// <summary>Why the change is not tried yet; null when it may be.</summary>
    public string? StillWaiting(string node, string revision)
    {
        if (!failures.TryGetValue(node, out var failure) || failure.What.Revision != revision || time.GetElapsedTime(failure.At) >= failure.Pause)
        {
            return null;
        }

        return $"{failure.What.Reason} (to be tried again after {DurationText.Format(failure.Pause)})";
    }

    public void Add(DeployFailure what) => failures.AddOrUpdate(what.Node,
        _ => new Failure(what, time.GetTimestamp(), Shortest),
        (_, before) => new Failure(what, time.GetTimestamp(), before.Pause * 2 < Longest ? before.Pause * 2 : Longest));

    public void Forget(string node) => failures.TryRemove(node, out _);

    private sealed record Failure(DeployFailure What, long At, TimeSpan Pause);
}
