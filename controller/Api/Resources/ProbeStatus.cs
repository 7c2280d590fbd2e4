using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>What is known of an acceptance probe. Written when it changes, at most once a minute.</summary>
public sealed record ProbeStatus
{
    /// <summary>Results beyond these are only counted.</summary>
    public const int MostResults = 10;

    /// <summary>The generation of the resource that this status is about.</summary>
    [Field(Least = 0)]
    public long? ObservedGeneration { get; init; }

    /// <summary>Ready: it is valid and runs. Passing: it passes wherever it runs.</summary>
    [Field(MaxItems = 20, Key = "type")]
    public IReadOnlyList<ConditionEntry> Conditions { get; init; } = [];

    /// <summary>When this was written; what it says has held since.</summary>
    [JsonConverter(typeof(TimeText))]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>On how many nodes it runs.</summary>
    [Field(Least = 0)]
    public int? Nodes { get; init; }

    /// <summary>On how many of them it passes.</summary>
    [Field(Least = 0)]
    public int? Passing { get; init; }

    /// <summary>On how many of them it fails.</summary>
    [Field(Least = 0)]
    public int? Failing { get; init; }

    /// <summary>The last results, those that failed first.</summary>
    [Field(MaxItems = MostResults)]
    public IReadOnlyList<ProbeResultStatus> Results { get; init; } = [];
}
