using System.Text.Json.Serialization;
using Rollout.Api.Resources;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>What fleets need of a Deployment, StatefulSet or DaemonSet. Fields of other kinds have their defaults.</summary>
[JsonConverter(typeof(WorkloadSnapshotConverter))]
public sealed record WorkloadSnapshot : ObjectSnapshot
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    /// <summary>Of <c>spec.template</c>: what is wanted.</summary>
    public required string Revision { get; init; }

    /// <summary>Wanted pods; of a DaemonSet, the machines that it counts for itself.</summary>
    public int Replicas { get; init; }

    /// <summary>As it is written in requests: <c>app=shop,tier in (web)</c>.</summary>
    public string Selector { get; init; } = "";

    public string? Strategy { get; init; }

    /// <summary>Deployment only.</summary>
    public bool Paused { get; init; }

    /// <summary>StatefulSet only.</summary>
    public int Partition { get; init; }

    /// <summary>StatefulSet only: of the first pod.</summary>
    public int FirstOrdinal { get; init; }

    /// <summary>Who declares the field that we hold by, other than we; null: nobody. Whoever does undoes the hold sooner or later.</summary>
    public string? HoldDeclaredBy { get; init; }

    /// <summary>We are noted as a writer of the template (managedFields), in the way of the user's next server-side apply.</summary>
    public bool TemplateIsNotedAsOurs { get; init; }

    public int? HistoryLimit { get; init; }

    public int MinReadySeconds { get; init; }

    public long ObservedGeneration { get; init; }

    /// <summary>StatefulSet only: the ControllerRevision that pods below the partition have.</summary>
    public string? CurrentRevisionName { get; init; }

    /// <summary>StatefulSet only: that of the wanted template.</summary>
    public string? UpdateRevisionName { get; init; }

    /// <summary>DaemonSet only: what a machine must have.</summary>
    public IReadOnlyDictionary<string, string> MachineSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the image of the template says of itself in annotations.</summary>
    public ImageAnnotations Image { get; init; } = ImageAnnotations.None;

    /// <summary>What the release says of itself; null: nothing. While stable's template is in its place, what its image says is of another.</summary>
    public ReleaseAnnotations? Release
    {
        get
        {
            var image = Displaced is null ? Image : ImageAnnotations.None;
            return Metadata?.Annotations is { Count: > 0 } said ? ReleaseAnnotations.Read(said, image)
                : image != ImageAnnotations.None ? ReleaseAnnotations.Read(Nothing, image)
                : null;
        }
    }

    /// <summary>The controller of the platform has not yet looked at what was last written.</summary>
    public bool IsUnobserved => ObservedGeneration < (Metadata?.Generation ?? 0);

    /// <summary>The value of <see cref="Marks.Rollout"/>; null: nobody's.</summary>
    public string? Claim => Label(Marks.Rollout);

    /// <summary>The note of it; also one that is in force no more, because the user wrote something else since.</summary>
    public Displacement? Displacement => Displacement.Of(Label(Marks.Displacement));

    /// <summary>What the user wrote, while stable's template is in its place; null: what is there is the user's.</summary>
    public string? Displaced => Displacement is { } note && note.Stable == Revision ? note.Displaced : null;
}
