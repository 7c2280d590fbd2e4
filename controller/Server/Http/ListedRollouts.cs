namespace Rollout.Server.Http;

/// <summary>Always the same rollouts.</summary>
public sealed class ListedRollouts(IReadOnlyList<IRunningRollout> rollouts) : IRollouts
{
    public IRunningRollout? Find(string space, string name) => rollouts.FirstOrDefault(r => r.Namespace == space && r.Name == name);

    public IEnumerable<IRunningRollout> All() => rollouts;
}
