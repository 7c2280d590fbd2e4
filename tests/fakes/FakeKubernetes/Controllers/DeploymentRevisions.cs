using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Keeps the revision numbers, makes the ReplicaSet of a new template, and clears old ones away.</summary>
internal sealed class DeploymentRevisions(ControllerContext context)
{
    private const string Hash = DeploymentNames.TemplateHash;

    /// <summary>Gives the new set the highest revision; makes it when that is wanted. Null: something was written, look again.</summary>
    public DeploymentView? Renew(DeploymentView view, bool create)
    {
        var revision = view.Old.Select(DeploymentView.RevisionOf).DefaultIfEmpty(0).Max() + 1;
        if (view.New is { } existing)
        {
            if (DeploymentView.RevisionOf(existing) < revision)
            {
                context.Update("ReplicaSet", existing, live => Raise(live, revision));
                return null;
            }

            return NoteRevision(view, DeploymentView.RevisionOf(existing), "FoundNewReplicaSet") ? null : view;
        }

        if (!create)
        {
            return view;
        }

        var made = context.Create("ReplicaSet", view.Deployment.Text("metadata", "namespace")!, NewSet(view, revision));
        context.Events.Tell(view.Deployment, "deployment-controller", "Normal", "ScalingReplicaSet",
            $"Scaled up replica set {made.Text("metadata", "name")} from 0 to {DeploymentMath.Replicas(made)}");
        NoteRevision(view with { New = made }, revision, "NewReplicaSetCreated");
        return null;
    }

    /// <summary>Deletes empty old sets beyond the history's limit, the oldest first.</summary>
    public void CleanUp(DeploymentView view)
    {
        var limit = (int)(view.Deployment.Whole("spec", "revisionHistoryLimit") ?? 10);
        var empty = view.Old.Where(set => DeploymentMath.Replicas(set) == 0 && (set.Whole("status", "replicas") ?? 0) == 0
            && set.Whole("status", "observedGeneration") >= set.Whole("metadata", "generation")
                && set.Text("metadata", "deletionTimestamp") is null).ToList();
        foreach (var set in empty.OrderBy(DeploymentView.RevisionOf).Take(Math.Max(0, view.Old.Count - limit)))
        {
            context.Delete(context.Cluster.Catalogue.Of("ReplicaSet"), set);
        }
    }

    private static void Raise(JsonObject set, long revision)
    {
        var annotations = set.Child("metadata").Child("annotations");
        var before = DeploymentView.RevisionOf(set);
        if (before > 0)
        {
            var history = annotations.Text(DeploymentNames.RevisionHistory);
            var was = before.ToString(CultureInfo.InvariantCulture);
            annotations[DeploymentNames.RevisionHistory] = string.IsNullOrEmpty(history) ? was : $"{history},{was}";
        }

        annotations[DeploymentNames.Revision] = revision.ToString(CultureInfo.InvariantCulture);
    }

    private static JsonObject NewSet(DeploymentView view, long revision)
    {
        var deployment = view.Deployment;
        var template = (JsonObject)deployment.At("spec", "template")!.DeepClone();
        var hash = Templates.Hash(template);
        template.Child("metadata").Child("labels")[Hash] = hash;
        var selector = (JsonObject)deployment.At("spec", "selector")!.DeepClone();
        selector.Child("matchLabels")[Hash] = hash;
        var (surge, _) = DeploymentMath.Limits(deployment);
        var wanted = DeploymentMath.Replicas(deployment);
        var annotations = deployment.Map("metadata", "annotations")?.Copy() ?? [];
        annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
        annotations[DeploymentNames.Revision] = revision.ToString(CultureInfo.InvariantCulture);
        annotations[DeploymentNames.DesiredReplicas] = wanted.ToString(CultureInfo.InvariantCulture);
        annotations[DeploymentNames.MaxReplicas] = (wanted + surge).ToString(CultureInfo.InvariantCulture);
        var spec = new JsonObject { ["replicas"] = DeploymentMath.NewSize(deployment, view.All, 0), ["selector"] = selector,
            ["template"] = template };
        spec.Put("minReadySeconds", deployment.At("spec", "minReadySeconds")?.DeepClone());
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1", ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Text("metadata", "name")}-{hash}", ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["annotations"] = annotations, ["ownerReferences"] = new JsonArray(ControllerContext.OwnerReference(deployment)),
            },
            ["spec"] = spec,
        };
    }

    /// <summary>True when the Deployment had to be written.</summary>
    private bool NoteRevision(DeploymentView view, long revision, string reason)
    {
        var text = revision.ToString(CultureInfo.InvariantCulture);
        var progress = view.Deployment.Maps("status", "conditions").FirstOrDefault(one => one.Text("type") == "Progressing");
        var created = reason == "NewReplicaSetCreated";
        if (view.Deployment.Text("metadata", "annotations", DeploymentNames.Revision) == text && progress is not null && !created)
        {
            return false;
        }

        context.UpdateStatus("Deployment", view.Deployment, live =>
        {
            live.Child("metadata").Child("annotations")[DeploymentNames.Revision] = text;
            if (created || progress is null)
            {
                DeploymentConditions.Set(live.Child("status"), "Progressing", "True", reason,
                    $"ReplicaSet \"{view.New.Text("metadata", "name")}\"", context.Cluster.Now);
            }
        });
        return true;
    }
}
