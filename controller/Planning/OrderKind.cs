using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>What a person may order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderKind>))]
public enum OrderKind
{
    /// <summary>Back to stable everywhere; the revision is refused.</summary>
    Abort,

    /// <summary>Skip what is left.</summary>
    Promote,

    /// <summary>Try a refused revision again.</summary>
    Retry,
    Pause,
    Resume,
}
