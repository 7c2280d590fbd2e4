using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>Defaults that depend on other fields: those that do not stand in the table of types.</summary>
internal static class TypeDefaults
{
    public static void Fill(ResourceType type, JsonObject value)
    {
        if (!type.Builtin)
        {
            return;
        }

        var spec = value.Map("spec") ?? [];
        switch (type.Kind)
        {
            case "Deployment":
                Strategy(spec.Child("strategy"), new JsonObject { ["maxUnavailable"] = "25%", ["maxSurge"] = "25%" });
                PodSpec(spec.Child("template").Child("spec"));
                break;
            case "ReplicaSet":
                if (spec["selector"] is null)
                {
                    spec.Child("selector")["matchLabels"] = spec.At("template", "metadata", "labels")?.DeepClone();
                }

                PodSpec(spec.Child("template").Child("spec"));
                break;
            case "StatefulSet":
                spec["podManagementPolicy"] ??= "OrderedReady";
                Strategy(spec.Child("updateStrategy"), new JsonObject { ["partition"] = 0 });
                spec["persistentVolumeClaimRetentionPolicy"] ??= new JsonObject { ["whenDeleted"] = "Retain", ["whenScaled"] = "Retain" };
                PodSpec(spec.Child("template").Child("spec"));
                break;
            case "DaemonSet":
                Strategy(spec.Child("updateStrategy"), new JsonObject { ["maxUnavailable"] = 1, ["maxSurge"] = 0 });
                PodSpec(spec.Child("template").Child("spec"));
                break;
            case "Pod":
                spec["enableServiceLinks"] ??= true;
                PodSpec(spec);
                break;
            case "CustomResourceDefinition":
                spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
                CrdNames(spec.Child("names"));
                break;
            case "MutatingAdmissionPolicy" or "ValidatingAdmissionPolicy":
                Constraints(spec.Map("matchConstraints"));
                break;
            case "Namespace":
                spec["finalizers"] ??= JsonReading.TextList("kubernetes");
                break;
        }
    }

    private static void Strategy(JsonObject strategy, JsonObject rolling)
    {
        strategy["type"] ??= "RollingUpdate";
        if (strategy.Text("type") != "RollingUpdate")
        {
            return;
        }

        var given = strategy.Child("rollingUpdate");
        foreach (var (name, standard) in rolling)
        {
            given[name] ??= standard?.DeepClone();
        }
    }

    private static void PodSpec(JsonObject spec)
    {
        foreach (var container in spec.Maps("containers").Concat(spec.Maps("initContainers")))
        {
            if (container["imagePullPolicy"] is null)
            {
                var image = container.Text("image") ?? "";
                var tag = image[(image.LastIndexOf('/') + 1)..];
                container["imagePullPolicy"] = tag.EndsWith(":latest", StringComparison.Ordinal)
                    || !tag.Contains(':', StringComparison.Ordinal) ? "Always" : "IfNotPresent";
            }
        }
    }

    private static void CrdNames(JsonObject names)
    {
        names["singular"] ??= names.Text("kind")?.ToLowerInvariant();
        names["listKind"] ??= names.Text("kind") + "List";
    }

    private static void Constraints(JsonObject? match)
    {
        if (match is null)
        {
            return;
        }

        match["namespaceSelector"] ??= new JsonObject();
        match["objectSelector"] ??= new JsonObject();
        match["matchPolicy"] ??= "Equivalent";
        foreach (var rule in match.Maps("resourceRules"))
        {
            rule["scope"] ??= "*";
        }
    }
}
