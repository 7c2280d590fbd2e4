using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>What allows a stage to be left. There is no other way.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Grant>))]
public enum Grant
{
    Evidence,

    /// <summary>The owner's policy Widen, at the deadline.</summary>
    Widen,

    /// <summary>A promotion by hand.</summary>
    Person,
}
