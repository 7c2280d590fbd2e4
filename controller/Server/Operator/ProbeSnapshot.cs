using System.Text.Json;
using System.Text.Json.Serialization;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator;

/// <summary>An AcceptanceProbe as it is kept in memory: read once, with everything that is wrong with it.</summary>
[JsonConverter(typeof(Converter))]
public sealed record ProbeSnapshot : IKubernetesObject
{
    public required ObjectMeta? Metadata { get; init; }

    public required Bound<AcceptanceProbeSpec> Spec { get; init; }

    /// <summary>As it was published; null: never.</summary>
    public ProbeStatus? Status { get; init; }

    internal sealed class Converter : SnapshotConverter<ProbeSnapshot>
    {
        protected override ProbeSnapshot Take(JsonElement element)
        {
            var read = ResourceReading.AcceptanceProbe(element);
            return new ProbeSnapshot { Metadata = KeptMeta.Of(read.Meta), Spec = read.Spec, Status = read.Status };
        }
    }
}
