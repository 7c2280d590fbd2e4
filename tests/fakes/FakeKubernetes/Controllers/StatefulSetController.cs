using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Pods with numbers. Which revision a new pod gets, and which pods are replaced, follows the partition as in the real controller.</summary>
internal sealed class StatefulSetController(ControllerContext context) : IController
{
    private const string Kind = "StatefulSet";
    private const string HashLabel = "controller-revision-hash";
    private readonly RevisionHistory history = new(context, "controller.kubernetes.io/hash");

    public IEnumerable<ObjectKey> Affected(StoreChange change)
    {
        if (change.Storage == "statefulsets.apps")
        {
            return [new ObjectKey(Kind, change.Either.Namespace, change.Either.Name)];
        }

        return change.Storage == "pods"
            ? change.Either.Body.Maps("metadata", "ownerReferences").Where(owner => owner.Text("kind") == Kind)
                .Select(owner => new ObjectKey(Kind, change.Either.Namespace, owner.Text("name")!))
            : [];
    }

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Get(Kind, key.Namespace, key.Name) is not { } set || set.Text("metadata", "deletionTimestamp") is not null)
        {
            return null;
        }

        var update = history.Current(set);
        var current = history.Of(set).Find(one => one.Text("metadata", "name") == set.Text("status", "currentRevision")) ?? update;
        DateTimeOffset? again = null;
        Act(new StatefulView(set, current, update, Pods(set)));
        Report(new StatefulView(set, current, update, Pods(set)), ref again);
        history.CleanUp(set, Pods(set).Select(pod => pod.Text("metadata", "labels", HashLabel)!).Append(update.Text("metadata", "name")!)
            .Append(current.Text("metadata", "name")!).ToHashSet(StringComparer.Ordinal));
        return again;
    }

    /// <summary>Creates, removes and replaces; in order and one at a time unless the pods are managed in parallel.</summary>
    private void Act(StatefulView view)
    {
        var parallel = view.Set.Text("spec", "podManagementPolicy") == "Parallel";
        for (var ordinal = view.First; ordinal < view.First + view.Replicas; ordinal++)
        {
            if (view.Pod(ordinal) is not { } pod)
            {
                Create(view, ordinal);
                if (!parallel)
                {
                    return;
                }
            }
            else if (!parallel && !Healthy(pod))
            {
                return;
            }
        }

        foreach (var extra in view.Pods.Where(pod => StatefulView.Ordinal(pod) >= view.First + view.Replicas
            || StatefulView.Ordinal(pod) < view.First).OrderByDescending(StatefulView.Ordinal).ToList())
        {
            if (!PodStates.IsTerminating(extra))
            {
                context.DeletePod(extra);
            }

            if (!parallel)
            {
                return;
            }
        }

        if (view.Set.Text("spec", "updateStrategy", "type") == "RollingUpdate")
        {
            Replace(view);
        }
    }

    /// <summary>From the highest ordinal down to the partition: the next one only when all above are healthy.</summary>
    private void Replace(StatefulView view)
    {
        for (var ordinal = view.First + view.Replicas - 1; ordinal >= view.First + view.Partition; ordinal--)
        {
            if (view.Pod(ordinal) is not { } pod)
            {
                return;
            }

            if (!PodStates.IsTerminating(pod) && pod.Text("metadata", "labels", HashLabel) != view.UpdateName)
            {
                context.DeletePod(pod);
                return;
            }

            if (!Healthy(pod))
            {
                return;
            }
        }
    }

    private void Create(StatefulView view, long ordinal)
    {
        var old = view.Set.Text("spec", "updateStrategy", "type") == "RollingUpdate" && ordinal < view.First + view.Partition;
        var revision = old ? view.Current : view.Update;
        var name = string.Create(CultureInfo.InvariantCulture, $"{view.Name}-{ordinal}");
        var pod = Templates.Pod(view.Set, RevisionHistory.Template(revision), made =>
        {
            made.Child("metadata")["name"] = name;
            var labels = made.Child("metadata").Child("labels");
            labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
            labels[HashLabel] = revision.Text("metadata", "name");
            labels["statefulset.kubernetes.io/pod-name"] = name;
            made.Child("spec")["hostname"] = name;
            made.Child("spec")["subdomain"] = view.Set.Text("spec", "serviceName");
        });
        context.Create("Pod", view.Set.Text("metadata", "namespace")!, pod);
    }

    private void Report(StatefulView view, ref DateTimeOffset? again)
    {
        var minReady = view.Set.Whole("spec", "minReadySeconds") ?? 0;
        var available = 0;
        foreach (var pod in view.Pods)
        {
            available += PodStates.IsAvailable(pod, minReady, context.Now, ref again) ? 1 : 0;
        }

        long Of(string revision) => view.Pods.Count(pod => PodStates.IsActive(pod)
            && pod.Text("metadata", "labels", HashLabel) == revision);
        var ready = view.Pods.Count(PodStates.IsReady);
        var (currentName, currentPods, updated) = (view.CurrentName, Of(view.CurrentName), Of(view.UpdateName));
        if (view.Set.Text("spec", "updateStrategy", "type") == "RollingUpdate" && updated == view.Pods.Count && ready == view.Pods.Count
            && view.Pods.Count == view.Replicas)
        {
            (currentName, currentPods) = (view.UpdateName, updated);
        }

        var status = new JsonObject
        {
            ["observedGeneration"] = view.Set.Whole("metadata", "generation"), ["replicas"] = view.Pods.Count, ["readyReplicas"] = ready,
                ["currentReplicas"] = currentPods,
            ["updatedReplicas"] = updated, ["currentRevision"] = currentName, ["updateRevision"] = view.UpdateName, ["collisionCount"] = 0,
                ["availableReplicas"] = available,
        };
        context.UpdateStatus(Kind, view.Set, live => live["status"] = status.Copy());
    }

    private static bool Healthy(JsonObject pod) => PodStates.IsReady(pod) && !PodStates.IsTerminating(pod);

    private List<JsonObject> Pods(JsonObject set) => context.OwnedBy("Pod", set);
}
