using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Server.Client;

/// <summary>
/// A rollout as the controller's HTTP API shows it, the parts that the terminal needs. Decimals come as strings; what is absent or null is
/// unknown, never zero.
/// </summary>
public sealed record RolloutSeen
{
    public required RolloutName Metadata { get; init; }

    public required RolloutProgress Status { get; init; }

    /// <summary>How the API writes.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        RespectNullableAnnotations = false,
    };

    public sealed record RolloutName(string Namespace, string Name);
}
