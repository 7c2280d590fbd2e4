using System.Text.Json.Serialization;
using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>What the judge says of one metric.</summary>
public sealed record MetricVerdictStatus
{
    public const int MostMessage = 2000;

    /// <summary>As in the spec.</summary>
    [Field(Form = FieldForm.Label)]
    public required string Name { get; init; }

    /// <summary>At the open stage's tolerance.</summary>
    [Field(OneOf = ["Better", "NoWorse", "Worse", "Insufficient", "Unavailable", "Misconfigured"])]
    public required string Verdict { get; init; }

    /// <summary>What the canary earns relative to what is expected of it: "-0.21" is 21 % less. Absent before any event.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? Effect { get; init; }

    /// <summary>Lower end of the interval that holds at all times together with 95 %.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? Low { get; init; }

    /// <summary>Its upper end.</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? High { get; init; }

    /// <summary>Natural log of the e-value against "no harm".</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? LogEHarm { get; init; }

    /// <summary>Natural log of the e-value against "a loss of the tolerance or more".</summary>
    [JsonConverter(typeof(DecimalText))]
    public decimal? LogESafe { get; init; }

    /// <summary>Events (orders) of the canaries that were counted.</summary>
    [Field(Least = 0)]
    public long? CanaryEvents { get; init; }

    /// <summary>Events of the whole fleet that were counted.</summary>
    [Field(Least = 0)]
    public long? FleetEvents { get; init; }

    /// <summary>Why it is out of reach or cannot be judged; absent when all is well.</summary>
    [Field(MaxLength = MostMessage)]
    public string? Message { get; init; }

    /// <summary>What is to be expected of the rest of the rollout; absent where nothing is known.</summary>
    public ForecastStatus? Forecast { get; init; }
}
