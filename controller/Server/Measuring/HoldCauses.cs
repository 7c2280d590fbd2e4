using Rollout.Planning;

namespace Rollout.Server.Measuring;

/// <summary>What holds a rollout in its stage, in few words: a label needs a closed set, and who is paged needs to know whose it is.</summary>
public static class HoldCauses
{
    /// <summary>The stage's deadline has passed without enough evidence.</summary>
    public const string Evidence = "evidence";

    /// <summary>A metric cannot be read, or not be judged.</summary>
    public const string Metrics = "metrics";

    /// <summary>The nodes differ among themselves, or the traffic is not split as it was.</summary>
    public const string Comparability = "comparability";

    /// <summary>A probe fails where the canary cannot be the cause.</summary>
    public const string Probe = "probe";

    /// <summary>No room for the canary.</summary>
    public const string Capacity = "capacity";

    /// <summary>The fleet cannot be seen, or runs what it was not told to.</summary>
    public const string Fleet = "fleet";

    /// <summary>Whatever has no word of its own yet.</summary>
    public const string Other = "other";

    public static readonly IReadOnlyList<string> All = [Evidence, Metrics, Comparability, Probe, Capacity, Fleet, Other];

    /// <summary>Null while nothing holds it.</summary>
    public static string? Of(Progress progress) => progress.Phase != Phase.Held ? null : progress.Reason switch
    {
        Reasons.DeadlinePassed => Evidence,
        Reasons.MetricsUnavailable or Reasons.MetricMisconfigured => Metrics,
        Reasons.FleetNotComparable => Comparability,
        Reasons.ProbeFailsEverywhere or Reasons.ProbeFailsOnStable => Probe,
        Reasons.NoCapacity => Capacity,
        Reasons.FleetUnreadable or Reasons.CanaryLeak or Reasons.StrayRevision => Fleet,
        _ => Other,
    };
}
