using System.Security.Cryptography;
using System.Text;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The labels and names by which our own objects are known (design section 4.1).</summary>
public static class Marks
{
    /// <summary>Everything of ours begins with it, and is no part of a revision.</summary>
    public const string Prefix = "staggered.dev/";

    /// <summary>On the workload and on kept templates: whose they are. The admission policies go by it.</summary>
    public const string Rollout = Prefix + "rollout";

    /// <summary>On a canary ReplicaSet and its pods: of which Deployment.</summary>
    public const string CanaryOf = Prefix + "canary-of";

    public const string Revision = Prefix + "revision";

    /// <summary>On the workload while stable's template is in the place of the user's: a <see cref="Kubernetes.Displacement"/>.</summary>
    public const string Displacement = Prefix + "displaced";

    public const string Role = Prefix + "role";

    public const string Canary = "canary";

    /// <summary>Role of the kept template that everything goes back to.</summary>
    public const string Stable = "stable";

    /// <summary>Role of the kept template that stood in the workload before a way back put stable there.</summary>
    public const string Displaced = "displaced";

    /// <summary>Role of the note that a refused template was taken out of a DaemonSet once.</summary>
    public const string Returned = "returned";

    /// <summary>In whose name fields are owned.</summary>
    public const string Manager = "rollout";

    private const int LongestLabel = 63;
    private const int LongestName = 253;

    /// <summary>A name as the value of a label: 63 characters at most, the end of a longer one told by its digest.</summary>
    public static string LabelValue(string name) => Bounded(name, LongestLabel);

    /// <summary><c>shop-canary-9be2f4c01d</c>, <c>shop-stable-3f1c09ab77</c>.</summary>
    public static string NameOf(string workload, string role, string revision)
    {
        var end = $"-{role}-{revision}";
        return Bounded(workload, LongestName - end.Length) + end;
    }

    private static string Bounded(string name, int most)
    {
        if (name.Length <= most)
        {
            return name;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..10];
        return $"{name[..(most - digest.Length - 1)].TrimEnd('-', '.', '_')}-{digest}";
    }
}
