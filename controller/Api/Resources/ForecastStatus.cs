using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>What is to be expected, by one metric.</summary>
public sealed record ForecastStatus
{
    /// <summary>Minutes until the open stage may be left if nothing is lost, in half of the rollouts.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? MedianMinutes { get; init; }

    /// <summary>The same for nine in ten.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? Q90Minutes { get; init; }

    /// <summary>The smallest loss that can be found at all with these canaries.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? SmallestDetectableLoss { get; init; }

    /// <summary>How long losses would take to be found.</summary>
    [Field(MaxItems = 10)]
    public IReadOnlyList<LossForecastStatus> Losses { get; init; } = [];
}
