using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>A trial that is over.</summary>
public sealed record OutcomeStatus
{
    public const int MostMessage = 2000;

    /// <summary>How it ended.</summary>
    [Field(OneOf = ["Promoted", "RolledBack", "Superseded", "Aborted"])]
    public required string Result { get; init; }

    /// <summary>What was on trial.</summary>
    [Field(MaxLength = 253)]
    public required string Revision { get; init; }

    /// <summary>Why, as one word of a closed list.</summary>
    [Field(MaxLength = 1024, Pattern = Patterns.Reason)]
    public required string Reason { get; init; }

    /// <summary>Why, as a sentence.</summary>
    [Field(MinLength = 0, MaxLength = MostMessage)]
    public string? Message { get; init; }

    /// <summary>The person who ended it, where one did and is known.</summary>
    public string? By { get; init; }

    /// <summary>When the revision was taken up.</summary>
    [JsonConverter(typeof(TimeText))]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the fleet was seen to be where it was to go.</summary>
    [JsonConverter(typeof(TimeText))]
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The commit that it was built from, where that was said.</summary>
    [Field(MaxLength = 200)]
    public string? Commit { get; init; }
}
