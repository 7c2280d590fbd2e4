using System.Text.Json.Serialization;

namespace Rollout.Server.Operator;

/// <summary>How the snapshots of our kinds are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RolloutSnapshot))]
[JsonSerializable(typeof(MetricSnapshot))]
[JsonSerializable(typeof(ProbeSnapshot))]
[JsonSerializable(typeof(PolicySnapshot))]
[JsonSerializable(typeof(Monitoring.ServiceSnapshot))]
[JsonSerializable(typeof(Monitoring.EndpointPod))]
internal sealed partial class OperatorJson : JsonSerializerContext;
