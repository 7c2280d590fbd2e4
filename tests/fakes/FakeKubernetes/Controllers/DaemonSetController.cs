using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>A pod on every node that the template selects. A lost pod comes back with the wanted template, also under OnDelete.</summary>
internal sealed class DaemonSetController(ControllerContext context) : IController
{
    private const string Kind = "DaemonSet";
    private const string HashLabel = "controller-revision-hash";
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    private static readonly (string Key, string Effect)[] Tolerated =
    [
        ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
    ];

    private readonly RevisionHistory history = new(context, HashLabel);

    public IEnumerable<ObjectKey> Affected(StoreChange change) => change.Storage switch
    {
        "daemonsets.apps" => [new ObjectKey(Kind, change.Either.Namespace, change.Either.Name)],
        "nodes" => context.List(Kind, null).Select(ControllerContext.Key),
        "pods" => change.Either.Body.Maps("metadata", "ownerReferences").Where(owner => owner.Text("kind") == Kind)
            .Select(owner => new ObjectKey(Kind, change.Either.Namespace, owner.Text("name")!)),
        _ => [],
    };

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Get(Kind, key.Namespace, key.Name) is not { } set || set.Text("metadata", "deletionTimestamp") is not null)
        {
            return null;
        }

        var revision = history.Current(set);
        var hash = revision.Text("metadata", "labels", HashLabel)!;
        var nodes = context.List("Node", null).Where(node => Selected(set, node)).Select(node => node.Text("metadata", "name")!).ToList();
        var pods = context.OwnedBy("Pod", set);
        foreach (var node in nodes.Where(node => !pods.Exists(pod => NodeOf(pod) == node)))
        {
            Create(set, hash, node);
        }

        foreach (var pod in pods.Where(pod => PodStates.IsActive(pod) && !nodes.Contains(NodeOf(pod)!, StringComparer.Ordinal)).ToList())
        {
            context.DeletePod(pod);
        }

        if (set.Text("spec", "updateStrategy", "type") == "RollingUpdate")
        {
            Replace(set, hash, nodes.Count);
        }

        DateTimeOffset? again = null;
        Report(set, hash, nodes, ref again);
        history.CleanUp(set, context.OwnedBy("Pod", set).Select(pod => $"{key.Name}-{pod.Text("metadata", "labels", HashLabel)}")
            .Append(revision.Text("metadata", "name")!).ToHashSet(StringComparer.Ordinal));
        return again;
    }

    private static bool Selected(JsonObject set, JsonObject node) =>
        (set.Map("spec", "template", "spec", "nodeSelector") ?? [])
            .All(pair => node.Text("metadata", "labels", pair.Key) == pair.Value.Text());

    private static string? NodeOf(JsonObject pod) => pod.Text("spec", "nodeName")
        ?? pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution").Maps("nodeSelectorTerms")
            .SelectMany(term => term.Maps("matchFields")).SelectMany(field => field.Texts("values")).FirstOrDefault();

    private void Create(JsonObject set, string hash, string node)
    {
        var pod = Templates.Pod(set, set.Map("spec", "template")!, made =>
        {
            var labels = made.Child("metadata").Child("labels");
            labels[HashLabel] = hash;
            labels["pod-template-generation"] = set.Text("metadata", "annotations", TemplateGeneration);
            var spec = made.Child("spec");
            spec.Child("affinity").Child("nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = JsonNode.Parse(
                $$$"""{"nodeSelectorTerms": [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["{{{node}}}"]}]}]}""");
            var tolerations = spec["tolerations"] as JsonArray ?? [];
            foreach (var (key, effect) in Tolerated)
            {
                tolerations.Add((JsonNode)new JsonObject { ["key"] = $"node.kubernetes.io/{key}", ["operator"] = "Exists",
                    ["effect"] = effect });
            }

            spec.Put("tolerations", tolerations);
        });
        context.Create("Pod", set.Text("metadata", "namespace")!, pod);
    }

    /// <summary>Deletes old pods, broken ones first, while no more than maxUnavailable are missing.</summary>
    private void Replace(JsonObject set, string hash, int nodes)
    {
        var pods = context.OwnedBy("Pod", set);
        var most = Math.Max(1, DeploymentMath.Share(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), nodes, true));
        var old = pods.Where(pod => PodStates.IsActive(pod) && pod.Text("metadata", "labels", HashLabel) != hash).ToList();
        foreach (var broken in old.Where(pod => !PodStates.IsReady(pod)).ToList())
        {
            context.DeletePod(broken);
        }

        var missing = nodes - pods.Count(pod => PodStates.IsActive(pod) && PodStates.IsReady(pod));
        foreach (var pod in old.Where(PodStates.IsReady).Take(Math.Max(0, most - missing)).ToList())
        {
            context.DeletePod(pod);
        }
    }

    private void Report(JsonObject set, string hash, List<string> nodes, ref DateTimeOffset? again)
    {
        var pods = context.OwnedBy("Pod", set).Where(pod => nodes.Contains(NodeOf(pod)!, StringComparer.Ordinal)).ToList();
        var minReady = set.Whole("spec", "minReadySeconds") ?? 0;
        var available = 0;
        foreach (var pod in pods.Where(PodStates.IsActive))
        {
            available += PodStates.IsAvailable(pod, minReady, context.Now, ref again) ? 1 : 0;
        }

        var status = new JsonObject
        {
            ["currentNumberScheduled"] = pods.Select(NodeOf).Distinct(StringComparer.Ordinal).Count(), ["numberMisscheduled"] = 0,
                ["desiredNumberScheduled"] = nodes.Count,
            ["numberReady"] = pods.Count(pod => PodStates.IsActive(pod) && PodStates.IsReady(pod)),
                ["observedGeneration"] = set.Whole("metadata", "generation"),
            ["updatedNumberScheduled"] = pods.Count(pod => PodStates.IsActive(pod) && pod.Text("metadata", "labels", HashLabel) == hash),
                ["numberAvailable"] = available, ["numberUnavailable"] = nodes.Count - available,
        };
        context.UpdateStatus(Kind, set, live => live["status"] = status.Copy());
    }
}
