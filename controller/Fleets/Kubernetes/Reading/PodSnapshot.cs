using System.Text.Json;
using System.Text.Json.Serialization;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>What fleets need of a pod.</summary>
[JsonConverter(typeof(Converter))]
public sealed record PodSnapshot : ObjectSnapshot
{
    public bool IsReady { get; init; }

    /// <summary>It ended, or is ending: it is nobody's node any more.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Where it is, or is bound to be.</summary>
    public string? Machine { get; init; }

    public string? Address { get; init; }

    public int Restarts { get; init; }

    /// <summary>Null while there is none.</summary>
    public PodTrouble? Trouble { get; init; }

    /// <summary>Names the ControllerRevision of a StatefulSet's pod, or ends the name of a DaemonSet's.</summary>
    public string? RevisionHash => Label("controller-revision-hash");

    public NodeInstance Instance => new(Name, Uid, Machine, Address, Metadata?.CreationTimestamp, Restarts);

    internal sealed class Converter : SnapshotConverter<PodSnapshot>
    {
        protected override PodSnapshot Take(JsonElement element)
        {
            var ready = element.Condition("Ready") is { } condition && condition.Text("status") == "True";
            return new PodSnapshot
            {
                Metadata = SlimMetadata.Of(element),
                IsReady = ready,
                IsLeaving = element.At("metadata", "deletionTimestamp") is not null || element.Text("status", "phase") is "Failed" or "Succeeded",
                Machine = SlimMetadata.Shared(element.Text("spec", "nodeName") ?? Bound(element)),
                Address = element.Text("status", "podIP"),
                Restarts = element.Items("status", "containerStatuses").Sum(c => c.Count("restartCount")),
                Trouble = PodTrouble.Of(element, ready),
            };
        }

        /// <summary>The machine that a DaemonSet's pod is made for, before it is scheduled.</summary>
        private static string? Bound(JsonElement pod) =>
            pod.Items("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
                .SelectMany(term => term.Items("matchFields"))
                .Where(field => field.Text("key") == "metadata.name")
                .SelectMany(field => field.Items("values"))
                .Select(value => value.GetString()).FirstOrDefault();
    }
}
