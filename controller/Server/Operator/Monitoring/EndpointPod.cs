using System.Text.Json;
using System.Text.Json.Serialization;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>A pod that a Service may lead to.</summary>
[JsonConverter(typeof(Converter))]
public sealed record EndpointPod : IKubernetesObject
{
    public required ObjectMeta? Metadata { get; init; }

    public string Name => Metadata?.Name ?? "";

    /// <summary>Null: it has none yet.</summary>
    public string? Address { get; init; }

    public bool IsReady { get; init; }

    /// <summary>It ended, or is ending.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>The named TCP ports of its containers.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    internal sealed class Converter : SnapshotConverter<EndpointPod>
    {
        protected override EndpointPod Take(JsonElement element)
        {
            var status = PodFields.At(element, "status");
            var ports = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var port in PodFields.Items(PodFields.At(element, "spec"), "containers").SelectMany(c => PodFields.Items(c, "ports")))
            {
                if (PodFields.Text(port, "name") is { } name && PodFields.Whole(port, "containerPort") is { } number && (PodFields.Text(port, "protocol") ?? "TCP") == "TCP")
                {
                    ports.TryAdd(name, number);
                }
            }

            return new EndpointPod
            {
                Metadata = PodFields.Meta(element),
                Address = PodFields.Text(status, "podIP") is { Length: > 0 } address ? address : null,
                IsReady = PodFields.Items(status, "conditions").Any(c => PodFields.Text(c, "type") == "Ready" && PodFields.Text(c, "status") == "True"),
                IsLeaving = PodFields.Text(PodFields.At(element, "metadata"), "deletionTimestamp") is not null || PodFields.Text(status, "phase") is "Failed" or "Succeeded",
                Ports = ports,
            };
        }
    }
}
