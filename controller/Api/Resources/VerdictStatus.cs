using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>What the judge says.</summary>
public sealed record VerdictStatus
{
    /// <summary>All deciding metrics together.</summary>
    [Field(OneOf = ["Better", "NoWorse", "Worse", "Insufficient", "Unavailable", "Misconfigured"])]
    public required string Overall { get; init; }

    /// <summary>End of the last bucket that was counted.</summary>
    [JsonConverter(typeof(TimeText))]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>One by one; the first objective comes first.</summary>
    [Field(MaxItems = RolloutStatus.MostMetrics, Key = "name")]
    public IReadOnlyList<MetricVerdictStatus> Metrics { get; init; } = [];
}
