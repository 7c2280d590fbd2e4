namespace Rollout.Api;

/// <summary>What happens to the workload when the rollout is deleted.</summary>
public enum DeletionPolicy
{
    Release,
    Orphan,
}
