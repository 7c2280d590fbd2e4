using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>One observation, as the Kubernetes API conventions have conditions.</summary>
public sealed record ConditionEntry
{
    public const int MostMessage = 32768;

    /// <summary>What is observed.</summary>
    [Field(MaxLength = 316)]
    public required string Type { get; init; }

    /// <summary>Whether it is so.</summary>
    [Field(OneOf = ["True", "False", "Unknown"])]
    public required string Status { get; init; }

    /// <summary>The generation of the resource that this was observed of.</summary>
    [Field(Least = 0)]
    public long? ObservedGeneration { get; init; }

    /// <summary>When status last changed.</summary>
    [JsonConverter(typeof(TimeText))]
    public required DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word of a closed list.</summary>
    [Field(MaxLength = 1024, Pattern = Patterns.Reason)]
    public required string Reason { get; init; }

    /// <summary>Why, as a sentence.</summary>
    [Field(MinLength = 0, MaxLength = MostMessage)]
    public required string Message { get; init; }
}
