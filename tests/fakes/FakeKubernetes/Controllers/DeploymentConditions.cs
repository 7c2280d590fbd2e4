using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Conditions as the Deployment controller keeps them: a changed one moves to the end of the list.</summary>
internal static class DeploymentConditions
{
    public static JsonObject? Find(JsonObject? status, string type) =>
        status.Maps("conditions").FirstOrDefault(one => one.Text("type") == type);

    public static void Set(JsonObject status, string type, string value, string reason, string message, string now)
    {
        var current = Find(status, type);
        if (current.Text("status") == value && current.Text("reason") == reason)
        {
            return;
        }

        Append(status, type, value, reason, message, now, current.Text("status") == value ? current.Text("lastTransitionTime")! : now);
    }

    /// <summary>Writes it anew although it says the same: only the time of the last update moves.</summary>
    public static void Refresh(JsonObject status, string type, string value, string reason, string message, string now)
    {
        var current = Find(status, type);
        Append(status, type, value, reason, message, now, current.Text("status") == value ? current.Text("lastTransitionTime")! : now);
    }

    private static void Append(JsonObject status, string type, string value, string reason, string message, string now, string since)
    {
        var kept = status.Maps("conditions").Where(one => one.Text("type") != type).Select(one => (JsonNode)one.Copy()).ToJsonArray();
        kept.Add((JsonNode)new JsonObject
        {
            ["type"] = type, ["status"] = value, ["lastUpdateTime"] = now, ["lastTransitionTime"] = since, ["reason"] = reason,
                ["message"] = message,
        });
        status["conditions"] = kept;
    }
}
