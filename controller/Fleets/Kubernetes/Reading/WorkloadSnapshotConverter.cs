using System.Text.Json;
using Rollout.Api.Resources;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Takes a <see cref="WorkloadSnapshot"/> of the object as the API has it.</summary>
internal sealed class WorkloadSnapshotConverter : SnapshotConverter<WorkloadSnapshot>
{
    /// <summary>Of all three kinds in Kubernetes itself.</summary>
    private const int DefaultHistoryLimit = 10;

    protected override WorkloadSnapshot Take(JsonElement element) => new()
    {
        Metadata = SlimMetadata.Of(element),
        Revision = element.At("spec", "template") is { } template ? TemplateRevision.Of(template) : "",
        Replicas = (int)(element.Whole("spec", "replicas") ?? element.Whole("status", "desiredNumberScheduled") ?? 1),
        Selector = SelectorText.Of(element.At("spec", "selector")),
        Strategy = element.Text("spec", "strategy", "type") ?? element.Text("spec", "updateStrategy", "type"),
        Paused = element.Flag("spec", "paused"),
        Partition = element.Count("spec", "updateStrategy", "rollingUpdate", "partition"),
        FirstOrdinal = element.Count("spec", "ordinals", "start"),
        HoldDeclaredBy = FieldOwners.HoldDeclaredBy(element),
        TemplateIsNotedAsOurs = FieldOwners.TemplateIsNotedAsOurs(element),
        HistoryLimit = (int)(element.Whole("spec", "revisionHistoryLimit") ?? DefaultHistoryLimit),
        MinReadySeconds = element.Count("spec", "minReadySeconds"),
        ObservedGeneration = element.Whole("status", "observedGeneration") ?? 0,
        CurrentRevisionName = element.Text("status", "currentRevision"),
        UpdateRevisionName = element.Text("status", "updateRevision"),
        MachineSelector = element.Members("spec", "template", "spec", "nodeSelector")
            .ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal),
        Image = ImageAnnotations.Read(OfImage(element.Members("spec", "template", "metadata", "annotations")), OfImage(element.Members("metadata", "annotations"))),
    };

    private static Dictionary<string, string> OfImage(IEnumerable<JsonProperty> annotations) => annotations
        .Where(a => ImageAnnotations.IsKnown(a.Name) && a.Value.ValueKind == JsonValueKind.String).ToDictionary(a => a.Name, a => a.Value.GetString()!, StringComparer.Ordinal);
}
