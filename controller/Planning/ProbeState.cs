using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>What a probe says on one node.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProbeState>))]
public enum ProbeState
{
    /// <summary>Did not run, or not often enough to say.</summary>
    Unknown,
    Passing,
    Failing,
}
