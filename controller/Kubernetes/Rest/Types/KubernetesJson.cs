using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>Kubernetes' own types that this client speaks of; the caller's types have a context of their own.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(Scale))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(ClusterEvent))]
[JsonSerializable(typeof(TokenReview))]
[JsonSerializable(typeof(SubjectAccessReview))]
[JsonSerializable(typeof(ServedResources))]
[JsonSerializable(typeof(ServerVersion))]
public sealed partial class KubernetesJson : JsonSerializerContext;
