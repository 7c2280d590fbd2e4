using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>What a Deployment's status says: counts, Available, Progressing.</summary>
internal sealed class DeploymentStatus(ControllerContext context)
{
    private const string Progressing = "Progressing";

    /// <summary>Pausing and resuming is noted before anything else. True when it was.</summary>
    public bool NotePause(JsonObject deployment)
    {
        var condition = DeploymentConditions.Find(deployment.Map("status"), Progressing);
        if (condition.Text("reason") == "ProgressDeadlineExceeded")
        {
            return false;
        }

        var paused = deployment.Flag("spec", "paused");
        var noted = condition.Text("reason") == "DeploymentPaused";
        if (paused == noted)
        {
            return false;
        }

        context.UpdateStatus("Deployment", deployment, live => DeploymentConditions.Set(live.Child("status"), Progressing, "Unknown",
            paused ? "DeploymentPaused" : "DeploymentResumed", paused ? "Deployment is paused" : "Deployment is resumed",
                context.Cluster.Now));
        return true;
    }

    public static bool IsComplete(JsonObject deployment)
    {
        var wanted = DeploymentMath.Replicas(deployment);
        var status = deployment.Map("status");
        long Count(string name) => status.Whole(name) ?? 0;
        return Count("updatedReplicas") == wanted && Count("replicas") == wanted && Count("availableReplicas") == wanted
            && Count("observedGeneration") >= (deployment.Whole("metadata", "generation") ?? 0);
    }

    /// <summary>Writes the status. Returns when the progress deadline is to be looked at.</summary>
    public DateTimeOffset? Report(DeploymentView view, bool rolling)
    {
        var deployment = view.Deployment;
        var status = Counted(view);
        var wanted = DeploymentMath.Replicas(deployment);
        var enough = (status.Whole("availableReplicas") ?? 0) >= wanted - DeploymentMath.Limits(deployment).Unavailable;
        DeploymentConditions.Set(status, "Available", enough ? "True" : "False", enough ? "MinimumReplicasAvailable"
            : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", context.Cluster.Now);
        var again = rolling ? Progress(view, status) : null;
        context.UpdateStatus("Deployment", deployment, live => live["status"] = status.Copy());
        return again;
    }

    private static JsonObject Counted(DeploymentView view)
    {
        long Sum(string name) => view.All.Sum(set => set.Whole("status", name) ?? 0);
        var available = Sum("availableReplicas");
        var status = new JsonObject
        {
            ["observedGeneration"] = view.Deployment.Whole("metadata", "generation"), ["replicas"] = Sum("replicas"),
                ["updatedReplicas"] = view.New.Whole("status", "replicas") ?? 0,
            ["readyReplicas"] = Sum("readyReplicas"), ["availableReplicas"] = available,
            ["unavailableReplicas"] = Math.Max(0, view.All.Sum(DeploymentMath.Replicas) - available),
                ["terminatingReplicas"] = Sum("terminatingReplicas"),
        };
        status.Put("conditions", view.Deployment.At("status", "conditions")?.DeepClone());
        return status;
    }

    private DateTimeOffset? Progress(DeploymentView view, JsonObject status)
    {
        var deployment = view.Deployment;
        var condition = DeploymentConditions.Find(deployment.Map("status"), Progressing);
        var deadline = deployment.Whole("spec", "progressDeadlineSeconds") ?? 600;
        if (status.Whole("replicas") == status.Whole("updatedReplicas") && condition.Text("reason") == "NewReplicaSetAvailable")
        {
            return null;
        }

        var name = view.New.Text("metadata", "name") ?? deployment.Text("metadata", "name");
        if (IsComplete(new JsonObject { ["metadata"] = deployment["metadata"]!.DeepClone(), ["spec"] = deployment["spec"]!.DeepClone(),
            ["status"] = status.DeepClone() }))
        {
            DeploymentConditions.Set(status, Progressing, "True", "NewReplicaSetAvailable",
                $"ReplicaSet \"{name}\" has successfully progressed.", context.Cluster.Now);
            return null;
        }

        if (Moves(deployment.Map("status"), status))
        {
            DeploymentConditions.Refresh(status, Progressing, "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.",
                context.Cluster.Now);
            return context.Now.AddSeconds(deadline + 1);
        }

        if (condition is null || condition.Text("reason") is "NewReplicaSetAvailable" or "ProgressDeadlineExceeded")
        {
            return null;
        }

        var late = DateTimeOffset.Parse(condition.Text("lastUpdateTime")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .AddSeconds(deadline);
        if (context.Now <= late)
        {
            return late.AddSeconds(1);
        }

        DeploymentConditions.Set(status, Progressing, "False", "ProgressDeadlineExceeded",
            $"ReplicaSet \"{name}\" has timed out progressing.", context.Cluster.Now);
        return null;
    }

    /// <summary>More updated, fewer old, more ready or more available than before.</summary>
    private static bool Moves(JsonObject? before, JsonObject now)
    {
        long Was(string name) => before.Whole(name) ?? 0;
        long Is(string name) => now.Whole(name) ?? 0;
        return Is("updatedReplicas") > Was("updatedReplicas")
            || Is("replicas") - Is("updatedReplicas") < Was("replicas") - Was("updatedReplicas")
            || Is("readyReplicas") > Was("readyReplicas") || Is("availableReplicas") > Was("availableReplicas");
    }
}
