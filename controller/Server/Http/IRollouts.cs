namespace Rollout.Server.Http;

/// <summary>The rollouts that the API shows, as they are now.</summary>
public interface IRollouts
{
    IRunningRollout? Find(string space, string name);

    IEnumerable<IRunningRollout> All();
}
