using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>What the server itself sets on some kinds when they are written, before owners of fields are noted.</summary>
internal static class TypeRules
{
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    public static void Prepare(ResourceType type, JsonObject value, JsonObject? live)
    {
        if (!type.Builtin)
        {
            return;
        }

        switch (type.Kind)
        {
            case "DaemonSet":
                value.Child("metadata").Child("annotations")[TemplateGeneration] = DaemonTemplate(value, live)
                    .ToString(CultureInfo.InvariantCulture);
                break;
            case "CustomResourceDefinition" when live is null:
                value.Child("status")["storedVersions"] = value.Maps("spec", "versions").Where(version => version.Flag("storage"))
                    .Select(version => (JsonNode?)version.Text("name")).ToJsonArray();
                break;
            case "Namespace" when live is null:
                value.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = value.Text("metadata", "name");
                value.Child("status")["phase"] = "Active";
                break;
            case "Pod" when live is null:
                value["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" };
                break;
            case "Secret" when value.Map("stringData") is { } plain:
                foreach (var (name, text) in plain)
                {
                    value.Child("data")[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text.Text() ?? ""));
                }

                value.Remove("stringData");
                break;
        }
    }

    private static long DaemonTemplate(JsonObject value, JsonObject? live)
    {
        if (live is null)
        {
            return 1;
        }

        var before = long.TryParse(live.Text("metadata", "annotations", TemplateGeneration), NumberStyles.None,
            CultureInfo.InvariantCulture, out var known) ? known : 1;
        return JsonNode.DeepEquals(live.At("spec", "template"), value.At("spec", "template")) ? before : before + 1;
    }
}
