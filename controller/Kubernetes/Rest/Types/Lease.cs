using System.Text.Json.Serialization;

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>A lease (coordination.k8s.io/v1).</summary>
public sealed record Lease : IKubernetesObject
{
    public static ResourceType Type { get; } = new("coordination.k8s.io", "v1", "leases", "Lease");

    public string ApiVersion { get; set; } = "coordination.k8s.io/v1";

    public string Kind { get; set; } = "Lease";

    public ObjectMeta? Metadata { get; init; }

    public LeaseSpec? Spec { get; init; }

    public sealed record LeaseSpec
    {
        /// <summary>Null or empty: nobody's.</summary>
        public string? HolderIdentity { get; init; }

        public int? LeaseDurationSeconds { get; init; }

        [JsonConverter(typeof(MicroTimeConverter))]
        public DateTimeOffset? AcquireTime { get; init; }

        [JsonConverter(typeof(MicroTimeConverter))]
        public DateTimeOffset? RenewTime { get; init; }

        public int? LeaseTransitions { get; init; }
    }
}
