using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>What a DaemonSet's fleet needs of a machine (a Node of Kubernetes).</summary>
[JsonConverter(typeof(Converter))]
public sealed record MachineSnapshot : ObjectSnapshot
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>All of them, not only ours.</summary>
    public IReadOnlyDictionary<string, string> Labels => Metadata?.Labels ?? None;

    /// <summary>The empty text where it is in none.</summary>
    public string Zone => Labels.GetValueOrDefault("topology.kubernetes.io/zone") ?? "";

    internal sealed class Converter : SnapshotConverter<MachineSnapshot>
    {
        protected override MachineSnapshot Take(JsonElement element) => new() { Metadata = SlimMetadata.Of(element, allLabels: true) };
    }
}
