using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>What fleets need of a ControllerRevision: a StatefulSet's or DaemonSet's, or a template that we keep.</summary>
[JsonConverter(typeof(Converter))]
public sealed record RevisionSnapshot : ObjectSnapshot
{
    /// <summary>Of the template in its data.</summary>
    public required string Revision { get; init; }

    /// <summary>Goes up when a template comes back: it tells order, not identity.</summary>
    public long Number { get; init; }

    /// <summary>The value of <c>controller-revision-hash</c> of a DaemonSet's pods with this template.</summary>
    public string? Hash => Label("controller-revision-hash");

    /// <summary>Of a template that we keep: <see cref="Marks.Stable"/> or <see cref="Marks.Displaced"/>.</summary>
    public string? Role => Label(Marks.Role);

    public string? KeptFor => Label(Marks.Rollout);

    internal sealed class Converter : SnapshotConverter<RevisionSnapshot>
    {
        protected override RevisionSnapshot Take(JsonElement element) => new()
        {
            Metadata = SlimMetadata.Of(element),
            Revision = element.At("data", "spec", "template") is { } template ? TemplateRevision.Of(template) : "",
            Number = element.Whole("revision") ?? 0,
        };
    }
}
