using System.Text.Json.Serialization;

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>An event (events.k8s.io/v1).</summary>
public sealed record ClusterEvent : IKubernetesObject
{
    public static ResourceType Type { get; } = new("events.k8s.io", "v1", "events", "Event");

    public string ApiVersion { get; set; } = "events.k8s.io/v1";

    public string Kind { get; set; } = "Event";

    public ObjectMeta? Metadata { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    public EventSeries? Series { get; init; }

    public string? ReportingController { get; init; }

    public string? ReportingInstance { get; init; }

    /// <summary>What was done, one CamelCase word. The server asks for it.</summary>
    public string? Action { get; init; }

    public string? Reason { get; init; }

    public ObjectReference? Regarding { get; init; }

    /// <summary>At most 1024 bytes.</summary>
    public string? Note { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    [JsonPropertyName("type")]
    public string? Severity { get; init; }
}
