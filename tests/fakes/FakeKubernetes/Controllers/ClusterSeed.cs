using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>What a fresh cluster has: namespaces and nodes.</summary>
internal static class ClusterSeed
{
    public static void Plant(ControllerContext context)
    {
        foreach (var name in new[] { "default", "kube-system" })
        {
            context.Create("Namespace", "", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = name } });
        }

        for (var i = 0; i < context.Cluster.Options.Nodes; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"fake-node-{i}");
            context.Create("Node", "", new JsonObject
            {
                ["apiVersion"] = "v1", ["kind"] = "Node",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["labels"] = new JsonObject
                    {
                        ["kubernetes.io/hostname"] = name, ["topology.kubernetes.io/region"] = "local",
                        ["topology.kubernetes.io/zone"] = string.Create(CultureInfo.InvariantCulture, $"zone-{i % 3}"),
                    },
                },
            });
        }
    }
}
