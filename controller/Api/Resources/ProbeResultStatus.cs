using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>How a probe stood on a node when this was written.</summary>
public sealed record ProbeResultStatus
{
    public const int MostText = 300;

    /// <summary>The node: a pod; service where it asks no single one.</summary>
    [Field(MaxLength = 253)]
    public required string Node { get; init; }

    /// <summary>Failing: so many failures in a row as failAfter says. Unknown: no run says enough yet, or none is possible.</summary>
    [Field(OneOf = ["Passing", "Failing", "Unknown"])]
    public required string State { get; init; }

    /// <summary>When the last run began.</summary>
    [JsonConverter(typeof(TimeText))]
    public DateTimeOffset? At { get; init; }

    /// <summary>Of a failure: which step, what it expected and what came; or why no run is possible.</summary>
    [Field(MinLength = 0, MaxLength = MostText)]
    public string? Message { get; init; }
}
