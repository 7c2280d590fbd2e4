using System.Text.Json.Serialization;

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>The same event again and again.</summary>
public sealed record EventSeries
{
    /// <summary>At least 2: with 1 it were no series.</summary>
    public required int Count { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? LastObservedTime { get; init; }
}
