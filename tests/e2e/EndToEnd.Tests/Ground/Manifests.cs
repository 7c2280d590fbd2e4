using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Market;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>What people write: the shop, its metric, its rollout.</summary>
internal static class Manifests
{
    /// <summary>On the shop's template. Versions differ by it and by what they earn, so that no second image is needed.</summary>
    public const string VersionNote = "shop/version";

    private const string Container = "shop";

    public static JsonObject Workload(string kind, int replicas, SuiteOptions options)
    {
        var spec = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "shop" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["labels"] = new JsonObject { ["app"] = "shop" },
                    ["annotations"] = new JsonObject { [VersionNote] = "v1", [PodBook.Earns] = "1" },
                },
                ["spec"] = new JsonObject
                {
                    ["terminationGracePeriodSeconds"] = 1,
                    ["securityContext"] = new JsonObject
                    {
                        ["runAsNonRoot"] = true, ["runAsUser"] = 65535, ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
                    },
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = Container,
                        ["image"] = options.Image,

                        // What the strictest of the pod security standards asks for: a cluster may enforce it in every namespace.
                        ["securityContext"] = new JsonObject
                        {
                            ["allowPrivilegeEscalation"] = false, ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
                        },
                    }),
                },
            },
        };
        if (kind != "DaemonSet")
        {
            spec["replicas"] = replicas;
        }

        if (kind == "StatefulSet")
        {
            spec["serviceName"] = "shop";
            spec["podManagementPolicy"] = "Parallel";
        }

        return new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "shop" }, ["spec"] = spec };
    }

    /// <summary>A strategic merge patch of a workload.</summary>
    public static JsonObject Version(string version, string earns, string image) => new()
    {
        ["spec"] = new JsonObject
        {
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [VersionNote] = version, [PodBook.Earns] = earns } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = Container, ["image"] = image }) },
            },
        },
    };

    /// <summary>A merge patch of a pod's status, as a kubelet reports an image that it cannot pull.</summary>
    public static JsonObject Unpulled(JsonObject pod)
    {
        var conditions = pod["status"]!["conditions"]!.DeepClone().AsArray();
        foreach (var condition in conditions.Where(c => (string?)c!["type"] is "Ready" or "ContainersReady"))
        {
            condition!["status"] = "False";
            condition["reason"] = "ContainersNotReady";
        }

        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["conditions"] = conditions,
                ["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["name"] = Container,
                    ["image"] = pod["spec"]!["containers"]![0]!["image"]!.DeepClone(),
                    ["imageID"] = "",
                    ["ready"] = false,
                    ["restartCount"] = 0,
                    ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ImagePullBackOff", ["message"] = "Back-off pulling image: not found" } },
                }),
            },
        };
    }

    public static JsonObject Metric(Uri prometheus, SuiteOptions options) => new()
    {
        ["apiVersion"] = Kinds.Metrics.ApiVersion,
        ["kind"] = Kinds.Metrics.Kind,
        ["metadata"] = new JsonObject { ["name"] = "orders" },
        ["spec"] = new JsonObject
        {
            ["kind"] = "Count",
            ["interval"] = Seconds(options.Bucket.TotalSeconds),
            ["source"] = new JsonObject { ["prometheus"] = new JsonObject { ["address"] = prometheus.ToString() } },
            ["selectors"] = new JsonObject { ["count"] = PretendPrometheus.Orders + "{namespace=\"{{ namespace }}\"}" },
        },
    };

    /// <summary>Settings that decide in seconds at four hundred orders a second and node, and are honest ones.</summary>
    public static JsonObject Rollout(string name, string kind, SuiteOptions options, JsonObject? more)
    {
        var spec = new JsonObject
        {
            ["workload"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = kind, ["name"] = "shop" },
            ["stages"] = new JsonArray(
                new JsonObject { ["nodes"] = 1, ["tolerance"] = "0.3" }, new JsonObject { ["nodes"] = "50%", ["tolerance"] = "0.3" }),
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["name"] = "orders",
                ["metricRef"] = new JsonObject { ["name"] = "orders" },
                ["role"] = "Objective",
                ["tolerance"] = "0.3",
            }),
            ["warmUp"] = Seconds(2 * options.Bucket.TotalSeconds),
            ["deadline"] = "1h",
        };
        foreach (var (field, value) in more ?? [])
        {
            spec[field] = value?.DeepClone();
        }

        return new JsonObject { ["apiVersion"] = Kinds.Rollouts.ApiVersion, ["kind"] = Kinds.Rollouts.Kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
    }

    private static string Seconds(double seconds) => FormattableString.Invariant($"{seconds}s");
}
