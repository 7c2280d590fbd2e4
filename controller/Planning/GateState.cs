using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>What a gate or an alert says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GateState>))]
public enum GateState
{
    /// <summary>No answer yet: holds, as <see cref="Closed"/> does.</summary>
    Unknown,
    Open,
    Closed,

    /// <summary>An explicit refusal of this revision: rolls back.</summary>
    Refused,
}
