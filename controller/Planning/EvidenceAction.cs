using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>What is to be done with the judge's evidence. The level behind it is <see cref="Progress.Trial"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceAction>))]
public enum EvidenceAction
{
    Keep,
    BeginAfresh,
}
