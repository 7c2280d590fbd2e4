using Rollout.Api.Resources;

namespace Rollout.Recording;

/// <summary>What people read in a status and no later pass needs: it is published along with a write, and never read back.</summary>
public sealed record PublishedStatus
{
    /// <summary>What the judge says; null: nothing is judged.</summary>
    public VerdictStatus? Verdict { get; init; }

    /// <summary>The generation of the rollout that was decided by; null: the one that the record was read with.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The generation of the workload that was observed.</summary>
    public long? ObservedWorkloadGeneration { get; init; }

    /// <summary>The phase for people, where they are not to build on the recorded one yet; null: the recorded one.</summary>
    public string? Phase { get; init; }

    /// <summary>The platform's own name of stable.</summary>
    public string? StableReplicaSet { get; init; }
}
