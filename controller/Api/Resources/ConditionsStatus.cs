using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>What is known of it.</summary>
public sealed record ConditionsStatus
{
    /// <summary>The generation of the resource that this status is about.</summary>
    [Field(Least = 0)]
    public long? ObservedGeneration { get; init; }

    /// <summary>Ready: the spec is valid.</summary>
    [Field(MaxItems = 20, Key = "type")]
    public IReadOnlyList<ConditionEntry> Conditions { get; init; } = [];
}
