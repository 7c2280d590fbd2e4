using System.Text.Json.Serialization;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Benchmarks.Cluster;

/// <summary>What a controller would keep of a pod: metadata, and a few fields.</summary>
internal sealed record BenchObject : IKubernetesObject
{
    public ObjectMeta? Metadata { get; init; }

    public BenchSpec? Spec { get; init; }

    public BenchStatus? Status { get; init; }

    internal sealed record BenchSpec(string? NodeName);

    internal sealed record BenchStatus(string? Phase, string? PodIP);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchObject))]
internal sealed partial class BenchJson : JsonSerializerContext;
