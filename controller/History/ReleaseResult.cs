using System.Text.Json.Serialization;

namespace Rollout.History;

/// <summary>How a release ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReleaseResult>))]
public enum ReleaseResult
{
    Promoted,
    RolledBack,
    Superseded,
    Aborted,
}
