using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Scheduler and kubelet in one: puts pods on nodes, lets them become ready after a while, fail on request, and end.</summary>
internal sealed class Kubelet(ControllerContext context, PodPlan plan) : IController
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, DateTimeOffset> startsAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> endsAt = new(StringComparer.Ordinal);
    private readonly Lock counting = new();
    private readonly Dictionary<string, int> loads = new(StringComparer.Ordinal);
    private int addresses = 60;

    public IEnumerable<ObjectKey> Affected(StoreChange change)
    {
        if (change.Storage != "pods")
        {
            return [];
        }

        Count(change.Before, -1);
        Count(change.After, 1);
        return change.After is { } pod ? [ControllerContext.Key(pod.Body)] : [];
    }

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Cluster.Store.Get("pods", key.Namespace, key.Name) is not { } stored)
        {
            return null;
        }

        var pod = stored.Body;
        if (pod.Text("metadata", "deletionTimestamp") is not null)
        {
            return End(stored);
        }

        var failure = plan.Of(pod.Maps("spec", "containers").FirstOrDefault().Text("image") ?? "");
        if (pod.Text("spec", "nodeName") is null)
        {
            return Schedule(stored, failure);
        }

        return pod.Text("status", "phase") == "Pending" && pod.Text("status", "startTime") is null ? Begin(pod, failure) : null;
    }

    private DateTimeOffset? Schedule(StoredObject stored, PodFailure? failure)
    {
        var pod = stored.Body.Copy();
        var nodes = context.List("Node", null).Where(node => !node.Flag("spec", "unschedulable")).ToList();
        var pinned = pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution").Maps("nodeSelectorTerms")
            .SelectMany(term => term.Maps("matchFields")).SelectMany(field => field.Texts("values")).FirstOrDefault();
        var node = pinned is not null ? nodes.Find(one => one.Text("metadata", "name") == pinned)
            : nodes.Count == 0 ? null : nodes.OrderBy(one => Load(one.Text("metadata", "name")!)).ThenBy(_ => context.Cluster.Choose(1000))
                .First();
        var fits = node is not null && failure != PodFailure.Unschedulable;
        var scheduled = new JsonObject { ["type"] = "PodScheduled", ["status"] = fits ? "True" : "False", ["lastProbeTime"] = null,
            ["lastTransitionTime"] = context.Cluster.Now };
        if (!fits)
        {
            scheduled["reason"] = "Unschedulable";
            scheduled["message"] = "0 nodes are available.";
            if (pod.Maps("status", "conditions").Any())
            {
                return null;
            }

            context.Events.Tell(pod, "default-scheduler", "Warning", "FailedScheduling", "0 nodes are available.");
        }
        else
        {
            pod.Child("spec")["nodeName"] = node.Text("metadata", "name");
            foreach (var label in new[] { "topology.kubernetes.io/region", "topology.kubernetes.io/zone" })
            {
                pod.Child("metadata").Child("labels").Put(label, node.At("metadata", "labels", label)?.DeepClone());
            }
        }

        pod.Child("status")["conditions"] = new JsonArray(scheduled);
        context.Cluster.Store.Put("pods", pod, stored.Revision);
        return null;
    }

    private int Load(string node)
    {
        lock (counting)
        {
            return loads.GetValueOrDefault(node);
        }
    }

    private void Count(StoredObject? pod, int by)
    {
        if (pod?.Body.Text("spec", "nodeName") is { } node)
        {
            lock (counting)
            {
                loads[node] = loads.GetValueOrDefault(node) + by;
            }
        }
    }

    private DateTimeOffset? Begin(JsonObject pod, PodFailure? failure)
    {
        var uid = pod.Text("metadata", "uid")!;
        if (!startsAt.TryGetValue(uid, out var at))
        {
            at = startsAt[uid] = context.Now + context.Cluster.Options.PodStartup;
        }

        if (context.Now < at)
        {
            return at;
        }

        if (!plan.Serves(uid))
        {
            return context.Now + AskAgain;
        }

        startsAt.Remove(uid);
        context.UpdateStatus("Pod", pod, live => Report(live, failure), "fake-kubelet");
        TellFailure(pod, failure);
        return null;
    }

    private void Report(JsonObject pod, PodFailure? failure)
    {
        var ready = failure is null;
        var status = pod.Child("status");
        var generation = pod.Whole("metadata", "generation") ?? 1;
        var scheduled = status.Maps("conditions").First().Copy();
        JsonObject Condition(string type, bool holds) => new()
        {
            ["type"] = type, ["observedGeneration"] = generation, ["status"] = holds ? "True" : "False", ["lastProbeTime"] = null,
                ["lastTransitionTime"] = context.Cluster.Now,
        };
        status["observedGeneration"] = generation;
        status["phase"] = failure == PodFailure.ImagePull ? "Pending" : "Running";
        status["conditions"] = new JsonArray(
            Condition("PodReadyToStartContainers", true), Condition("Initialized", true), Condition("ContainersReady", ready),
                Condition("Ready", ready), scheduled);
        var node = NodeNumber(pod.Text("spec", "nodeName")!);
        var address = string.Create(CultureInfo.InvariantCulture, $"{context.Cluster.Options.PodNetwork}.{node * 16}.{++addresses}");
        status["hostIP"] = string.Create(CultureInfo.InvariantCulture, $"192.168.200.{node + 1}");
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = status.Text("hostIP") });
        status["podIP"] = address;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        status["startTime"] = context.Cluster.Now;
        status["containerStatuses"] = pod.Maps("spec", "containers").Select(container => (JsonNode)ContainerStatus(container, failure))
            .ToJsonArray();
    }

    private JsonObject ContainerStatus(JsonObject container, PodFailure? failure)
    {
        var image = container.Text("image") ?? "";
        var status = new JsonObject
        {
            ["name"] = container.Text("name"), ["state"] = State(failure), ["lastState"] = new JsonObject(), ["ready"] = failure is null,
                ["restartCount"] = failure == PodFailure.Crash ? 3 : 0,
            ["image"] = image, ["imageID"] = failure == PodFailure.ImagePull ? "" : "fake://" + Hex(image),
                ["started"] = failure is null or PodFailure.NeverReady,
        };
        if (failure != PodFailure.ImagePull)
        {
            status["containerID"] = "fake://" + Hex(context.Cluster.NewUid());
        }

        if (failure == PodFailure.Crash)
        {
            status["lastState"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 1, ["reason"] = "Error",
                ["finishedAt"] = context.Cluster.Now } };
        }

        return status;
    }

    private void TellFailure(JsonObject pod, PodFailure? failure)
    {
        var told = failure switch
        {
            PodFailure.ImagePull => ("Failed", "Failed to pull image: not found"),
            PodFailure.Crash => ("BackOff", "Back-off restarting failed container"),
            PodFailure.NeverReady => ("Unhealthy", "Readiness probe failed"),
            _ => default,
        };
        if (told.Item1 is not null)
        {
            context.Events.Tell(pod, "kubelet", "Warning", told.Item1, told.Item2);
        }
    }

    private JsonObject State(PodFailure? failure) => failure switch
    {
        PodFailure.ImagePull => new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ImagePullBackOff",
            ["message"] = "Back-off pulling image" } },
        PodFailure.Crash => new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "CrashLoopBackOff",
            ["message"] = "back-off restarting failed container" } },
        _ => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = context.Cluster.Now } },
    };

    private DateTimeOffset? End(StoredObject stored)
    {
        var uid = stored.Body.Text("metadata", "uid")!;
        startsAt.Remove(uid);
        if (!endsAt.TryGetValue(uid, out var at))
        {
            at = endsAt[uid] = context.Now + context.Cluster.Options.PodShutdown;
        }

        if (context.Now < at)
        {
            return at;
        }

        endsAt.Remove(uid);
        if (stored.Body.List("metadata", "finalizers").Count == 0)
        {
            context.Cluster.Store.Remove("pods", stored);
        }

        return null;
    }

    private static int NodeNumber(string node) => int.TryParse(node.Split('-')[^1], CultureInfo.InvariantCulture, out var number) ? number
        : 9;

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
