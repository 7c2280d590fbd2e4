using System.Text.Json.Serialization;

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>What the protocol itself is made of, and nobody outside sees.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BookmarkDocument))]
[JsonSerializable(typeof(KindDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(DeleteDocument))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
