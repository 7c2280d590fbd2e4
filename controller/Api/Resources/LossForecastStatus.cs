using System.Text.Json.Serialization;

namespace Rollout.Api.Resources;

/// <summary>How long a loss would take to be found.</summary>
public sealed record LossForecastStatus
{
    /// <summary>The relative loss.</summary>
    [JsonConverter(typeof(DecimalText))]
    public required decimal Loss { get; init; }

    /// <summary>Minutes from the start, in half of the rollouts; absent where it is not found.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? MedianMinutes { get; init; }

    /// <summary>The same for nine in ten.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? Q90Minutes { get; init; }

    /// <summary>Whether it is found at all.</summary>
    public required bool Detectable { get; init; }
}
