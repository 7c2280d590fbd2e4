using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>A revision that is not tried again unless a person asks for it.</summary>
public sealed record RefusedRevisionStatus
{
    public const int MostMessage = 2000;

    /// <summary>Which.</summary>
    [Field(MaxLength = 253)]
    public required string Revision { get; init; }

    /// <summary>Why, as one word of a closed list.</summary>
    [Field(MaxLength = 1024, Pattern = Patterns.Reason)]
    public required string Reason { get; init; }

    /// <summary>Why, as a sentence.</summary>
    [Field(MinLength = 0, MaxLength = MostMessage)]
    public string? Message { get; init; }

    /// <summary>When it was refused.</summary>
    [JsonConverter(typeof(TimeText))]
    public required DateTimeOffset At { get; init; }
}
