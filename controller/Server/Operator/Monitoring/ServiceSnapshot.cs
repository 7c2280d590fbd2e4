using System.Text.Json;
using System.Text.Json.Serialization;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>What probes need of a Service.</summary>
[JsonConverter(typeof(Converter))]
public sealed record ServiceSnapshot : IKubernetesObject
{
    private const string Tcp = "TCP";

    public required ObjectMeta? Metadata { get; init; }

    public IReadOnlyList<ServicePort> Ports { get; init; } = [];

    /// <summary>As a request has it; null: it has none, and somebody else says where it leads.</summary>
    public string? Selector { get; init; }

    /// <summary>Pods belong to it before they are ready.</summary>
    public bool PublishesNotReady { get; init; }

    internal sealed class Converter : SnapshotConverter<ServiceSnapshot>
    {
        protected override ServiceSnapshot Take(JsonElement element)
        {
            var spec = element.TryGetProperty("spec", out var found) ? found : default;
            var selector = PodFields.Members(spec, "selector").Where(p => p.Value.ValueKind == JsonValueKind.String).Select(p => $"{p.Name}={p.Value.GetString()}").ToList();
            return new ServiceSnapshot
            {
                Metadata = PodFields.Meta(element),
                Ports = [.. PodFields.Items(spec, "ports").Where(p => (PodFields.Text(p, "protocol") ?? Tcp) == Tcp).Select(PortOf).OfType<ServicePort>()],
                Selector = selector.Count == 0 || PodFields.Text(spec, "type") == "ExternalName" ? null : string.Join(',', selector),
                PublishesNotReady = spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("publishNotReadyAddresses", out var early) && early.ValueKind == JsonValueKind.True,
            };
        }

        /// <summary>A targetPort that is left out is the port itself.</summary>
        private static ServicePort? PortOf(JsonElement port) => PodFields.Whole(port, "port") is not { } number ? null
            : PodFields.Text(port, "targetPort") is { } name ? new ServicePort(PodFields.Text(port, "name"), number, null, name)
            : new ServicePort(PodFields.Text(port, "name"), number, PodFields.Whole(port, "targetPort") ?? number, null);
    }
}
