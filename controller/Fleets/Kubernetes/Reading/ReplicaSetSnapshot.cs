using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>What fleets need of a ReplicaSet: a Deployment's, or a canary of ours.</summary>
[JsonConverter(typeof(Converter))]
public sealed record ReplicaSetSnapshot : ObjectSnapshot
{
    /// <summary>Of its template, without what was put into the copy.</summary>
    public required string Revision { get; init; }

    public int Replicas { get; init; }

    /// <summary>Pods that there are.</summary>
    public int Present { get; init; }

    public int Available { get; init; }

    /// <summary>Why it cannot make pods; null while it can.</summary>
    public string? Failure { get; init; }

    public string? CanaryOf => Label(Marks.CanaryOf);

    internal sealed class Converter : SnapshotConverter<ReplicaSetSnapshot>
    {
        protected override ReplicaSetSnapshot Take(JsonElement element) => new()
        {
            Metadata = SlimMetadata.Of(element),
            Revision = element.At("spec", "template") is { } template ? TemplateRevision.Of(template) : "",
            Replicas = (int)(element.Whole("spec", "replicas") ?? 1),
            Present = element.Count("status", "replicas"),
            Available = element.Count("status", "availableReplicas"),
            Failure = element.Condition("ReplicaFailure") is { } failure && failure.Text("status") == "True" ? failure.Text("message") : null,
        };
    }
}
