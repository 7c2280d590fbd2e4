using System.Text.Json.Serialization;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>How the snapshots are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkloadSnapshot))]
[JsonSerializable(typeof(ReplicaSetSnapshot))]
[JsonSerializable(typeof(RevisionSnapshot))]
[JsonSerializable(typeof(PodSnapshot))]
[JsonSerializable(typeof(MachineSnapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
