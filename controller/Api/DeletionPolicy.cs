namespace Rollout.Api;

/// <summary>What happens to the workload when the rollout is deleted.</summary>
public enum DeletionPolicy
{
    /// <summary>Canaries go, what held the workload is taken back, and it goes on as it would without a rollout.</summary>
    Release,

    /// <summary>Everything stays as it is.</summary>
    Orphan,
}
