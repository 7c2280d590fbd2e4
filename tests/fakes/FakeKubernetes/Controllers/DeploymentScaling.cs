using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Sizes of a Deployment's ReplicaSets: when it is scaled, and step by step in a rolling update.</summary>
internal sealed class DeploymentScaling(ControllerContext context)
{
    /// <summary>The Deployment's replicas are not those that its sets were sized for.</summary>
    public static bool HasBeenScaled(DeploymentView view)
    {
        var wanted = DeploymentMath.Replicas(view.Deployment).ToString(CultureInfo.InvariantCulture);
        return view.All.Where(set => DeploymentMath.Replicas(set) > 0)
            .Any(set => set.Text("metadata", "annotations", DeploymentNames.DesiredReplicas) is { } sized && sized != wanted);
    }

    /// <summary>
    /// The one set with pods takes the whole size; a complete new set empties the old ones; else all change in proportion.
    /// All this also while the Deployment is paused.
    /// </summary>
    public DeploymentView Rescale(DeploymentView view)
    {
        var wanted = DeploymentMath.Replicas(view.Deployment);
        if (view.ActiveOrLatest() is { } only)
        {
            if (DeploymentMath.Replicas(only) != wanted)
            {
                Resize(view, only, wanted);
            }
        }
        else if (view.Saturated())
        {
            foreach (var set in view.ActiveOld)
            {
                Resize(view, set, 0);
            }
        }
        else if (view.Deployment.Text("spec", "strategy", "type") == "RollingUpdate" && view.All.Count > 0)
        {
            Spread(view, wanted);
        }

        return view;
    }

    /// <summary>True when the new set was resized.</summary>
    public bool GrowNew(DeploymentView view)
    {
        var wanted = DeploymentMath.Replicas(view.Deployment);
        var now = DeploymentMath.Replicas(view.New!);
        return now != wanted && Resize(view, view.New!, now > wanted ? wanted : DeploymentMath.NewSize(view.Deployment, view.All, now));
    }

    /// <summary>True when old sets were made smaller: broken pods first, then as many as availability allows.</summary>
    public bool ShrinkOld(DeploymentView view)
    {
        var old = view.ActiveOld;
        if (old.Count == 0)
        {
            return false;
        }

        var least = DeploymentMath.Replicas(view.Deployment) - DeploymentMath.Limits(view.Deployment).Unavailable;
        var pods = view.All.Sum(DeploymentMath.Replicas);
        var most = pods - least - (DeploymentMath.Replicas(view.New!) - DeploymentMath.Available(view.New!));
        if (most <= 0)
        {
            return false;
        }

        var shrunk = 0;
        foreach (var set in old.ToList())
        {
            var broken = Math.Min(most - shrunk, DeploymentMath.Replicas(set) - DeploymentMath.Available(set));
            if (broken > 0 && Resize(view, set, DeploymentMath.Replicas(set) - broken))
            {
                shrunk += broken;
            }
        }

        var current = context.OwnedBy("ReplicaSet", view.Deployment);
        var free = current.Sum(DeploymentMath.Available) - least;
        foreach (var set in DeploymentView.Of(view.Deployment, current).ActiveOld)
        {
            var down = Math.Min(free, DeploymentMath.Replicas(set));
            if (down > 0 && Resize(view, set, DeploymentMath.Replicas(set) - down))
            {
                free -= down;
                shrunk += down;
            }
        }

        return shrunk > 0;
    }

    /// <summary>True when the size or its annotations had to be written.</summary>
    public bool Resize(DeploymentView view, JsonObject set, int size)
    {
        var wanted = DeploymentMath.Replicas(view.Deployment);
        var desired = wanted.ToString(CultureInfo.InvariantCulture);
        var most = (wanted + DeploymentMath.Limits(view.Deployment).Surge).ToString(CultureInfo.InvariantCulture);
        var resized = DeploymentMath.Replicas(set) != size;
        if (!resized && set.Text("metadata", "annotations", DeploymentNames.DesiredReplicas) == desired
            && set.Text("metadata", "annotations", DeploymentNames.MaxReplicas) == most)
        {
            return false;
        }

        var before = DeploymentMath.Replicas(set);
        context.Update("ReplicaSet", set, live =>
        {
            live.Child("spec")["replicas"] = size;
            var annotations = live.Child("metadata").Child("annotations");
            annotations[DeploymentNames.DesiredReplicas] = desired;
            annotations[DeploymentNames.MaxReplicas] = most;
        });
        if (resized)
        {
            context.Events.Tell(view.Deployment, "deployment-controller", "Normal", "ScalingReplicaSet",
                $"Scaled {(size > before ? "up" : "down")} replica set {set.Text("metadata", "name")} from {before} to {size}");
        }

        return resized;
    }

    private void Spread(DeploymentView view, int wanted)
    {
        var active = view.All.Where(set => DeploymentMath.Replicas(set) > 0).ToList();
        var allowed = wanted > 0 ? wanted + DeploymentMath.Limits(view.Deployment).Surge : 0;
        var toAdd = allowed - active.Sum(DeploymentMath.Replicas);
        var youngest = active.OrderByDescending(DeploymentMath.Replicas)
            .ThenByDescending(set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ToList();
        var ordered = toAdd >= 0 ? youngest : [.. active.OrderByDescending(DeploymentMath.Replicas)
            .ThenBy(set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)];
        var added = 0;
        var sizes = new List<int>();
        foreach (var set in ordered)
        {
            var share = DeploymentMath.Proportion(set, view.Deployment, toAdd, added);
            sizes.Add(DeploymentMath.Replicas(set) + share);
            added += share;
        }

        if (toAdd != 0 && sizes.Count > 0)
        {
            sizes[0] = Math.Max(0, sizes[0] + toAdd - added);
        }

        foreach (var (set, size) in ordered.Zip(sizes))
        {
            Resize(view, set, size);
        }
    }
}
