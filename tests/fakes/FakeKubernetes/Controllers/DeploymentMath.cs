using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>The numbers of a rolling update.</summary>
internal static class DeploymentMath
{
    /// <summary>How many pods may be too many and too few: percentages of the replicas, surge rounded up, unavailable rounded down, never both zero.</summary>
    public static (int Surge, int Unavailable) Limits(JsonObject deployment)
    {
        if (deployment.Text("spec", "strategy", "type") != "RollingUpdate")
        {
            return (0, 0);
        }

        var replicas = Replicas(deployment);
        var rolling = deployment.Map("spec", "strategy", "rollingUpdate");
        var surge = Share(rolling?["maxSurge"], replicas, true);
        var unavailable = Share(rolling?["maxUnavailable"], replicas, false);
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, Math.Min(unavailable, replicas));
    }

    public static int Replicas(JsonObject item) => (int)(item.Whole("spec", "replicas") ?? 1);

    public static int Available(JsonObject set) => (int)(set.Whole("status", "availableReplicas") ?? 0);

    public static int Share(JsonNode? value, int of, bool up)
    {
        if (value.Whole() is { } number)
        {
            return (int)number;
        }

        if (!int.TryParse(value.Text()?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            return 0;
        }

        return up ? (int)Math.Ceiling(percent * of / 100.0) : percent * of / 100;
    }

    /// <summary>The size that the new ReplicaSet may have now.</summary>
    public static int NewSize(JsonObject deployment, IReadOnlyList<JsonObject> all, int current)
    {
        var wanted = Replicas(deployment);
        if (deployment.Text("spec", "strategy", "type") != "RollingUpdate")
        {
            return wanted;
        }

        var most = wanted + Limits(deployment).Surge;
        var pods = all.Sum(Replicas);
        return pods >= most ? current : current + Math.Min(most - pods, wanted - current);
    }

    /// <summary>The part of a change of size that falls on one ReplicaSet: in proportion to its size.</summary>
    public static int Proportion(JsonObject set, JsonObject deployment, int toAdd, int added)
    {
        if (Replicas(set) == 0 || toAdd == 0 || toAdd == added)
        {
            return 0;
        }

        var most = int.TryParse(set.Text("metadata", "annotations", DeploymentNames.MaxReplicas), NumberStyles.None,
            CultureInfo.InvariantCulture, out var annotated) && annotated > 0 ? annotated : Replicas(deployment);
        var target = (double)Replicas(set) * (Replicas(deployment) + Limits(deployment).Surge) / most;
        var share = (int)Math.Round(target, MidpointRounding.AwayFromZero) - Replicas(set);
        var allowed = toAdd - added;
        return toAdd > 0 ? Math.Min(share, allowed) : Math.Max(share, allowed);
    }
}
