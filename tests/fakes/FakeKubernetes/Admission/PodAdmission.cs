using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Admission;

/// <summary>What the server's plugins add to every new pod: its service account and token volume, priority, tolerations.</summary>
internal static class PodAdmission
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static void Complete(JsonObject pod, Cluster cluster)
    {
        var spec = pod.Child("spec");
        spec["serviceAccountName"] ??= "default";
        spec["serviceAccount"] ??= spec.Text("serviceAccountName");
        spec["priority"] ??= 0;
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
        foreach (var key in new[] { "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable" })
        {
            if (!spec.Maps("tolerations").Any(one => one.Text("key") == key && one.Text("effect") == "NoExecute"))
            {
                var tolerations = spec["tolerations"] as JsonArray ?? [];
                tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute",
                    ["tolerationSeconds"] = 300 });
                spec.Put("tolerations", tolerations);
            }
        }

        Token(spec, $"kube-api-access-{cluster.NewSuffix()}");
    }

    private static void Token(JsonObject spec, string volume)
    {
        if (spec.At("automountServiceAccountToken") is not null && !spec.Flag("automountServiceAccountToken"))
        {
            return;
        }

        var volumes = spec["volumes"] as JsonArray ?? [];
        volumes.Add(JsonNode.Parse($$$"""
            {"name": "{{{volume}}}", "projected": {"sources": [{"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}], "defaultMode": 420}}
            """));
        spec.Put("volumes", volumes);
        foreach (var container in spec.Maps("containers").Concat(spec.Maps("initContainers")))
        {
            var mounts = container["volumeMounts"] as JsonArray ?? [];
            mounts.Add((JsonNode)new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = TokenPath });
            container.Put("volumeMounts", mounts);
        }
    }
}
