using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;
using Rollout.Fleets.Kubernetes;

namespace Rollout.Cli.Pipeline;

/// <summary>
/// A StaggeredRollout with what the API of a controller would show beside: the revision that the workload's template asks for, and why
/// the rollout is where it is. What the controller has not looked at yet is said as such, never as yesterday's outcome. Pure.
/// </summary>
internal static class ClusterPicture
{
    /// <param name="rollout">As the cluster has it.</param>
    /// <param name="workload">Null: it is not there.</param>
    public static JsonObject Of(JsonObject rollout, JsonObject? workload)
    {
        var whole = (JsonObject)rollout.DeepClone();
        var status = whole["status"] as JsonObject ?? [];
        status.Remove("evidence");
        whole["status"] = status;
        (whole["metadata"] as JsonObject)?.Remove("managedFields");
        var ready = (status["conditions"] as JsonArray ?? []).FirstOrDefault(c => (string?)c?["type"] == "Ready");
        status["phase"] ??= "Waiting";
        status["reason"] = (string?)ready?["reason"] ?? "NotYetSeen";
        status["message"] = (string?)ready?["message"] ?? "no controller has looked at it yet";
        status["since"] = (string?)ready?["lastTransitionTime"];
        status["paused"] = (bool?)whole["spec"]?["paused"] ?? false;
        if (workload is null)
        {
            return whole;
        }

        status["wantedRevision"] = workload["spec"]?["template"] is { } template ? TemplateRevision.Of(JsonSerializer.SerializeToElement(template)) : null;
        var beside = Annotations(workload);
        var said = ReleaseAnnotations.Read(beside, ImageAnnotations.Read(Annotations(workload["spec"]?["template"]), beside));
        status["release"] = new JsonObject { ["commit"] = said.Commit, ["committedAt"] = said.CommittedAt, ["builtAt"] = said.BuiltAt };
        if ((long?)workload["metadata"]?["generation"] != (long?)status["observedWorkloadGeneration"])
        {
            status["phase"] = "Waiting";
            status["reason"] = "NotYetSeen";
            status["message"] = "the controller has not looked at the workload's last change yet";
        }

        return whole;
    }

    private static Dictionary<string, string> Annotations(JsonNode? of) => (of?["metadata"]?["annotations"] as JsonObject ?? []).Where(a => a.Value is JsonValue)
        .ToDictionary(a => a.Key, a => a.Value!.ToString(), StringComparer.Ordinal);
}
