using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>How a revision's trial ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeResult>))]
public enum OutcomeResult
{
    Promoted,
    RolledBack,
    Superseded,
    Aborted,
}
