using System.Text.Json;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>
/// Who owns which fields (managedFields). What is applied, server-side or as noted by kubectl, is declared: it comes again with the next apply.
/// A Deployment's <c>paused: true</c> has no default, so whoever else owns it paused by hand; a <c>false</c> is ours as soon as we hold. A
/// partition and an update strategy have defaults, which every creator owns.
/// </summary>
internal static class FieldOwners
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string ControllerManager = "kube-controller-manager";

    public static string? HoldDeclaredBy(JsonElement workload)
    {
        var path = workload.Text("kind") switch
        {
            "Deployment" => ["paused"],
            "StatefulSet" => ["updateStrategy", "rollingUpdate", "partition"],
            "DaemonSet" => ["updateStrategy", "type"],
            _ => Array.Empty<string>(),
        };
        if (path.Length == 0)
        {
            return null;
        }

        string[] owned = ["fieldsV1", "f:spec", .. path.Select(p => "f:" + p)];
        foreach (var entry in workload.Items("metadata", "managedFields"))
        {
            var manager = entry.Text("manager");
            if (manager is not (null or Marks.Manager or ControllerManager) && entry.Text("subresource") is null
                && (entry.Text("operation") == "Apply" || workload.Flag("spec", "paused")) && entry.At(owned) is not null)
            {
                return manager;
            }
        }

        return workload.Text("metadata", "annotations", LastApplied) is { } applied && Declares(applied, path) ? "kubectl apply" : null;
    }

    public static bool TemplateIsNotedAsOurs(JsonElement workload) => workload.Items("metadata", "managedFields").Any(IsOurTemplate);

    public static bool IsOurTemplate(JsonElement entry) =>
        entry.Text("manager") == Marks.Manager && entry.Text("operation") == "Update" && entry.At("fieldsV1", "f:spec", "f:template") is not null;

    private static bool Declares(string applied, string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(applied);
            return document.RootElement.At(["spec", .. path]) is not null;
        }
        catch (JsonException)
        {
            // Somebody wrote something of their own there.
            return false;
        }
    }
}
