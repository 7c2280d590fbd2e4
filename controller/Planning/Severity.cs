using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>Whether somebody should look.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    Normal,
    Warning,
}
