using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>A StatefulSet with its pods and the two revisions that count.</summary>
internal sealed record StatefulView(JsonObject Set, JsonObject Current, JsonObject Update, IReadOnlyList<JsonObject> Pods)
{
    public string Name => Set.Text("metadata", "name")!;

    public string CurrentName => Current.Text("metadata", "name")!;

    public string UpdateName => Update.Text("metadata", "name")!;

    public long First => Set.Whole("spec", "ordinals", "start") ?? 0;

    public long Replicas => Set.Whole("spec", "replicas") ?? 1;

    public long Partition => Set.Whole("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;

    public static long Ordinal(JsonObject pod) => long.TryParse(pod.Text("metadata", "name")!.Split('-')[^1], NumberStyles.None,
        CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1;

    public JsonObject? Pod(long ordinal) => Pods.FirstOrDefault(pod => Ordinal(pod) == ordinal);
}
