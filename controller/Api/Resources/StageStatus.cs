using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>The open stage.</summary>
public sealed record StageStatus
{
    /// <summary>Its place in the stages that grow on this fleet, from 0.</summary>
    [Field(Least = 0)]
    public required int Index { get; init; }

    /// <summary>How many nodes it puts on the canary.</summary>
    [Field(Least = 0)]
    public required int Nodes { get; init; }

    /// <summary>When it was opened.</summary>
    [JsonConverter(typeof(TimeText))]
    public required DateTimeOffset Since { get; init; }

    /// <summary>Index and nodes for people, such as "1: 1 of 10".</summary>
    [Field(MaxLength = 100)]
    public string? Summary { get; init; }
}
