using System.Text.Json.Serialization;

namespace Rollout.Api.Resources;

/// <summary>Source-generated JSON of what the controller writes to and reads from status.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RolloutStatus))]
[JsonSerializable(typeof(ConditionsStatus))]
[JsonSerializable(typeof(ProbeStatus))]
public sealed partial class ResourceJson : JsonSerializerContext;
