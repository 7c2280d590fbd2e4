using Rollout.Recording;
using Rollout.Server.Http;

namespace Rollout.Server.Operator;

/// <summary>All rollouts of the cluster for the API: the loop's own word where there is one here, else the status.</summary>
/// <param name="parts">Caches.</param>
/// <param name="live">The loop of a rollout; null: it has none in this process.</param>
public sealed class ClusterRollouts(OperatorParts parts, Func<RolloutKey, LiveRollout?> live) : IRollouts
{
    public IRunningRollout? Find(string space, string name) => parts.Caches.Find(new RolloutKey(space, name)) is { } rollout ? Of(rollout) : null;

    public IEnumerable<IRunningRollout> All() => parts.Caches.Rollouts.All()
        .OrderBy(r => r.Key.Namespace, StringComparer.Ordinal).ThenBy(r => r.Key.Name, StringComparer.Ordinal).Select(Of);

    private IRunningRollout Of(RolloutSnapshot rollout) =>
        live(rollout.Key) is { Rollout: { Loop.Latest: not null } running } ? running : new RestingRollout(parts, rollout);
}
