using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>As Kubernetes conditions have it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConditionStatus>))]
public enum ConditionStatus
{
    Unknown,
    True,
    False,
}
