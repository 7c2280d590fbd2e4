using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>
/// Rolls a Deployment's template out over ReplicaSets. The order of its steps is that of the real controller, since its holes
/// (what a paused Deployment still does) are what a rollout controller must live with.
/// </summary>
internal sealed class DeploymentController(ControllerContext context) : IController
{
    private const string Kind = "Deployment";
    private readonly DeploymentScaling scaling = new(context);
    private readonly DeploymentRevisions revisions = new(context);
    private readonly DeploymentStatus status = new(context);

    public IEnumerable<ObjectKey> Affected(StoreChange change)
    {
        if (change.Storage == "deployments.apps")
        {
            return [new ObjectKey(Kind, change.Either.Namespace, change.Either.Name)];
        }

        if (change.Storage != "replicasets.apps")
        {
            return [];
        }

        var set = change.Either.Body;
        var owner = set.Maps("metadata", "ownerReferences").FirstOrDefault(one => one.Flag("controller"));
        return owner is not null
            ? owner.Text("kind") == Kind ? [new ObjectKey(Kind, change.Either.Namespace, owner.Text("name")!)] : []
            : context.List(Kind, change.Either.Namespace).Where(deployment => Selects(deployment, set)).Select(ControllerContext.Key);
    }

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Get(Kind, key.Namespace, key.Name) is not { } deployment)
        {
            return null;
        }

        var sets = Claimed(deployment);
        if (deployment.Text("metadata", "deletionTimestamp") is not null)
        {
            status.Report(DeploymentView.Of(deployment, sets), false);
            return null;
        }

        if (status.NotePause(deployment))
        {
            return null;
        }

        var view = DeploymentView.Of(deployment, sets);
        if (view.Paused || DeploymentScaling.HasBeenScaled(view))
        {
            Hold(view);
            return null;
        }

        return deployment.Text("spec", "strategy", "type") == "Recreate" ? Recreate(view) : Roll(view);
    }

    /// <summary>Scales and tidies, but moves nothing to the new template.</summary>
    private void Hold(DeploymentView view)
    {
        if (revisions.Renew(view, false) is not { } current)
        {
            return;
        }

        current = scaling.Rescale(current);
        if (current.Paused)
        {
            revisions.CleanUp(current);
        }

        status.Report(Again(current), false);
    }

    private DateTimeOffset? Roll(DeploymentView view)
    {
        if (revisions.Renew(view, true) is not { } current)
        {
            return null;
        }

        if (!scaling.GrowNew(current) && !scaling.ShrinkOld(current) && DeploymentStatus.IsComplete(current.Deployment))
        {
            revisions.CleanUp(current);
        }

        return status.Report(Again(current), true);
    }

    private DateTimeOffset? Recreate(DeploymentView view)
    {
        if (view.ActiveOld.Count > 0)
        {
            foreach (var set in view.ActiveOld)
            {
                scaling.Resize(view, set, 0);
            }

            return status.Report(Again(view), true);
        }

        var oldPods = view.Old.SelectMany(set => context.OwnedBy("Pod", set)).Any();
        if (oldPods)
        {
            return status.Report(view, true);
        }

        return revisions.Renew(view, true) is { } current ? RecreateNew(current) : null;
    }

    private DateTimeOffset? RecreateNew(DeploymentView current)
    {
        scaling.GrowNew(current);
        if (DeploymentStatus.IsComplete(current.Deployment))
        {
            revisions.CleanUp(current);
        }

        return status.Report(Again(current), true);
    }

    private DeploymentView Again(DeploymentView view) =>
        DeploymentView.Of(context.Get(Kind, view.Deployment.Text("metadata", "namespace")!, view.Deployment.Text("metadata", "name")!)
            ?? view.Deployment, context.OwnedBy("ReplicaSet", view.Deployment));

    private static bool Selects(JsonObject deployment, JsonObject set) =>
        LabelSelection.OfSelector(deployment.Map("spec", "selector")).Matches(set.Map("metadata", "labels"));

    /// <summary>Its ReplicaSets; those that nobody controls and that it selects become its own.</summary>
    private List<JsonObject> Claimed(JsonObject deployment)
    {
        foreach (var orphan in context.Orphans("ReplicaSet", deployment.Text("metadata", "namespace"))
            .Where(set => Selects(deployment, set)).ToList())
        {
            context.Update("ReplicaSet", orphan, live => live.Child("metadata")["ownerReferences"] = new JsonArray(
                ControllerContext.OwnerReference(deployment)));
        }

        return context.OwnedBy("ReplicaSet", deployment);
    }
}
