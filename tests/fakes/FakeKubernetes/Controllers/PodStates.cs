using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>What controllers ask of a pod.</summary>
internal static class PodStates
{
    public static bool IsActive(JsonObject pod) => !IsTerminating(pod) && pod.Text("status", "phase") is not ("Succeeded" or "Failed");

    public static bool IsTerminating(JsonObject pod) => pod.Text("metadata", "deletionTimestamp") is not null;

    public static bool IsReady(JsonObject pod) => Ready(pod)?.Text("status") == "True";

    /// <summary>Ready for at least so long; otherwise when it will be.</summary>
    public static bool IsAvailable(JsonObject pod, long minReadySeconds, DateTimeOffset now, ref DateTimeOffset? again)
    {
        if (!IsReady(pod))
        {
            return false;
        }

        var at = Since(pod).AddSeconds(minReadySeconds);
        if (minReadySeconds == 0 || at <= now)
        {
            return true;
        }

        again = again is { } sooner && sooner < at ? sooner : at;
        return false;
    }

    /// <summary>Those that are deleted first: without node, not ready, doubled on a node, the youngest.</summary>
    public static IEnumerable<JsonObject> InOrderOfDeletion(IReadOnlyList<JsonObject> pods) => pods
        .OrderBy(pod => pod.Text("spec", "nodeName") is null ? 0 : 1)
        .ThenBy(pod => pod.Text("status", "phase") == "Pending" ? 0 : 1)
        .ThenBy(pod => IsReady(pod) ? 1 : 0)
        .ThenBy(DeletionCost)
        .ThenByDescending(pod => pods.Count(other => other.Text("spec", "nodeName") == pod.Text("spec", "nodeName")))
        .ThenByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
        .ThenBy(pod => pod.Text("metadata", "name"), StringComparer.Ordinal);

    private static long DeletionCost(JsonObject pod) =>
        long.TryParse(pod.Text("metadata", "annotations", "controller.kubernetes.io/pod-deletion-cost"), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    private static JsonObject? Ready(JsonObject pod) => pod.Maps("status", "conditions")
        .FirstOrDefault(condition => condition.Text("type") == "Ready");

    private static DateTimeOffset Since(JsonObject pod) =>
        DateTimeOffset.Parse(Ready(pod).Text("lastTransitionTime")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
