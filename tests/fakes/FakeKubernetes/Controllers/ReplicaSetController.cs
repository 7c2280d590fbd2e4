using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Keeps as many pods of a ReplicaSet as it says; adopts pods that its selector chooses and nobody controls.</summary>
internal sealed class ReplicaSetController(ControllerContext context) : IController
{
    private const string Kind = "ReplicaSet";

    public IEnumerable<ObjectKey> Affected(StoreChange change)
    {
        if (change.Storage == "replicasets.apps")
        {
            return [new ObjectKey(Kind, change.Either.Namespace, change.Either.Name)];
        }

        return change.Storage == "pods" ? Owners(change.Either.Body) : [];
    }

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Get(Kind, key.Namespace, key.Name) is not { } set)
        {
            return null;
        }

        var pods = Claimed(set);
        var active = pods.Where(PodStates.IsActive).ToList();
        if (set.Text("metadata", "deletionTimestamp") is null)
        {
            Replicate(set, active);
            pods = context.OwnedBy("Pod", set);
        }

        return Report(set, pods);
    }

    private IEnumerable<ObjectKey> Owners(JsonObject pod)
    {
        if (pod.Maps("metadata", "ownerReferences").FirstOrDefault(one => one.Flag("controller")) is { } owner)
        {
            return owner.Text("kind") == Kind ? [new ObjectKey(Kind, pod.Text("metadata", "namespace")!, owner.Text("name")!)] : [];
        }

        return context.List(Kind, pod.Text("metadata", "namespace")).Where(set => Selects(set, pod)).Select(ControllerContext.Key);
    }

    private static bool Selects(JsonObject set, JsonObject pod) =>
        LabelSelection.OfSelector(set.Map("spec", "selector")).Matches(pod.Map("metadata", "labels"));

    private List<JsonObject> Claimed(JsonObject set)
    {
        var orphans = context.Orphans("Pod", set.Text("metadata", "namespace"))
            .Where(pod => Selects(set, pod) && PodStates.IsActive(pod)).ToList();
        foreach (var pod in orphans)
        {
            context.Update("Pod", pod, live => live.Child("metadata")["ownerReferences"] = new JsonArray(
                ControllerContext.OwnerReference(set)));
        }

        return context.OwnedBy("Pod", set);
    }

    private void Replicate(JsonObject set, List<JsonObject> active)
    {
        var wanted = (int)(set.Whole("spec", "replicas") ?? 1);
        for (var i = active.Count; i < wanted; i++)
        {
            var made = context.Create("Pod", set.Text("metadata", "namespace")!, Templates.Pod(set, set.Map("spec", "template")!));
            context.Events.Tell(set, "replicaset-controller", "Normal", "SuccessfulCreate",
                $"Created pod: {made.Text("metadata", "name")}");
        }

        foreach (var pod in PodStates.InOrderOfDeletion(active).Take(Math.Max(0, active.Count - wanted)).ToList())
        {
            context.DeletePod(pod);
            context.Events.Tell(set, "replicaset-controller", "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Text("metadata", "name")}");
        }
    }

    private DateTimeOffset? Report(JsonObject set, List<JsonObject> pods)
    {
        DateTimeOffset? again = null;
        var active = pods.Where(PodStates.IsActive).ToList();
        var labels = set.Map("spec", "template", "metadata", "labels") ?? [];
        var minReady = set.Whole("spec", "minReadySeconds") ?? 0;
        var available = active.Count(pod => PodStates.IsAvailable(pod, minReady, context.Now, ref again));
        var status = new JsonObject
        {
            ["replicas"] = active.Count,
            ["fullyLabeledReplicas"] = active.Count(pod => labels.All(label =>
                pod.Text("metadata", "labels", label.Key) == label.Value.Text())),
            ["readyReplicas"] = active.Count(PodStates.IsReady), ["availableReplicas"] = available,
                ["terminatingReplicas"] = pods.Count(PodStates.IsTerminating),
            ["observedGeneration"] = set.Whole("metadata", "generation"),
        };
        status.Put("conditions", set.At("status", "conditions")?.DeepClone());
        context.UpdateStatus(Kind, set, live => live["status"] = status.Copy());
        return again;
    }
}
