using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Planning;
using Rollout.Recording;

namespace Rollout.Server.Operator;

/// <summary>A StaggeredRollout as it is kept in memory, of which there may be ten thousand: its spec as text, of its status what tells whether
/// there is anything to do, and the rest as text for people. The evidence is read when it is needed.</summary>
[JsonConverter(typeof(Converter))]
public sealed record RolloutSnapshot : IKubernetesObject
{
    /// <summary>Labels are left out, and all annotations but orders.</summary>
    public required ObjectMeta? Metadata { get; init; }

    /// <summary>As it is stored, UTF-8; empty where there is none.</summary>
    public required byte[] Spec { get; init; }

    /// <summary>Without its evidence, UTF-8; empty where there is none.</summary>
    public required byte[] Status { get; init; }

    public string? Phase { get; init; }

    public string? StableRevision { get; init; }

    public IReadOnlyList<string> RefusedRevisions { get; init; } = [];

    /// <summary>When anything last changed that the status tells the time of; null: nothing did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>What the status says of annotations that are not understood; null: nothing.</summary>
    public string? AnnotationNote { get; init; }

    public long ObservedGeneration { get; init; }

    public long? ObservedWorkloadGeneration { get; init; }

    /// <summary>Of the last recorded write; 0: nothing was ever recorded.</summary>
    public long Sequence { get; init; }

    /// <summary>Null where the spec names none that could be there.</summary>
    public WorkloadKind? Kind { get; init; }

    /// <summary>Of the workload; the empty text where none is named.</summary>
    public string Workload { get; init; } = "";

    /// <summary>BusinessMetrics that the spec names.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>AcceptanceProbes that the spec names.</summary>
    public IReadOnlyList<string> Probes { get; init; } = [];

    public string Uid => Metadata?.Uid ?? "";

    public long Generation => Metadata?.Generation ?? 0;

    public bool IsGoing => Metadata?.DeletionTimestamp is not null;

    public bool HasOrders => Metadata?.Annotations is { Count: > 0 };

    public RolloutKey Key => new(Metadata?.Namespace ?? "default", Metadata?.Name ?? "");

    /// <summary>Whether people wrote the same: what the controller itself records is no reason to look again.</summary>
    public bool IsWrittenAs(RolloutSnapshot other) => Uid == other.Uid && Generation == other.Generation && IsGoing == other.IsGoing
        && (Metadata?.Finalizers ?? []).SequenceEqual(other.Metadata?.Finalizers ?? [])
        && (Metadata?.Annotations ?? None).OrderBy(a => a.Key, StringComparer.Ordinal).SequenceEqual((other.Metadata?.Annotations ?? None).OrderBy(a => a.Key, StringComparer.Ordinal));

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    internal sealed class Converter : SnapshotConverter<RolloutSnapshot>
    {
        protected override RolloutSnapshot Take(JsonElement element)
        {
            var spec = Below(element, "spec");
            var status = Below(element, "status");
            var workload = Below(spec, "workload");
            return new RolloutSnapshot
            {
                Metadata = MetaOf(Below(element, "metadata")),
                Spec = spec.ValueKind == JsonValueKind.Undefined ? [] : Encoding.UTF8.GetBytes(spec.GetRawText()),
                Status = WithoutEvidence(status),
                Phase = Text(status, "phase") is { } phase ? string.Intern(phase) : null,
                StableRevision = Text(status, "stableRevision"),
                RefusedRevisions = [.. Items(status, "refusedRevisions").Select(r => Text(r, "revision")).OfType<string>()],
                ChangedAt = Items(status, "conditions").Select(c => Time(c, "lastTransitionTime")).Append(Time(Below(status, "stage"), "since"))
                    .Concat(Items(status, "outcomes").Take(1).Select(o => Time(o, "endedAt"))).Max(),
                AnnotationNote = Items(status, "conditions").Where(c => Text(c, "type") == ConditionTypes.AnnotationsUnderstood && Text(c, "status") == "False")
                    .Select(c => Text(c, "message")).FirstOrDefault(),
                ObservedGeneration = Whole(status, "observedGeneration") ?? 0,
                ObservedWorkloadGeneration = Whole(status, "observedWorkloadGeneration"),
                Sequence = Whole(Below(status, "evidence"), "sequence") ?? 0,
                Kind = Enum.TryParse<WorkloadKind>(Text(workload, "kind"), out var kind) && Enum.IsDefined(kind) ? kind : null,
                Workload = Text(workload, "name") ?? "",
                Metrics = [.. Items(spec, "metrics").Select(m => Text(Below(m, "metricRef"), "name")).OfType<string>().Distinct(StringComparer.Ordinal)],
                Probes = [.. Items(spec, "probes").Select(p => Text(p, "name")).OfType<string>().Distinct(StringComparer.Ordinal)],
            };
        }

        private static ObjectMeta MetaOf(JsonElement meta)
        {
            var orders = Below(meta, "annotations") is { ValueKind: JsonValueKind.Object } all
                ? all.EnumerateObject().Where(a => a.Name.StartsWith(OrderAnnotations.Prefix, StringComparison.Ordinal) && a.Value.ValueKind == JsonValueKind.String)
                    .ToDictionary(a => string.Intern(a.Name), a => a.Value.GetString()!, StringComparer.Ordinal)
                : [];
            return new ObjectMeta
            {
                Name = Text(meta, "name"),
                Namespace = Text(meta, "namespace") is { } space ? string.Intern(space) : null,
                Uid = Text(meta, "uid"),
                ResourceVersion = Text(meta, "resourceVersion"),
                Generation = Whole(meta, "generation"),
                CreationTimestamp = Time(meta, "creationTimestamp"),
                DeletionTimestamp = Time(meta, "deletionTimestamp"),
                Annotations = orders.Count > 0 ? orders : null,
                Finalizers = Items(meta, "finalizers").ToList() is { Count: > 0 } held ? [.. held.Select(f => string.Intern(f.GetString() ?? ""))] : null,
            };
        }

        private static byte[] WithoutEvidence(JsonElement status)
        {
            if (status.ValueKind != JsonValueKind.Object)
            {
                return [];
            }

            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes))
            {
                writer.WriteStartObject();
                foreach (var property in status.EnumerateObject().Where(p => p.Name != "evidence"))
                {
                    property.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            return bytes.ToArray();
        }

        private static JsonElement Below(JsonElement json, string name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

        private static string? Text(JsonElement json, string name) => Below(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        private static long? Whole(JsonElement json, string name) =>
            Below(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;

        private static DateTimeOffset? Time(JsonElement json, string name) =>
            Below(json, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null;

        private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
            Below(json, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
    }
}
