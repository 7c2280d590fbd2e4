using Rollout.Fleets.Kubernetes.Reading;

namespace Rollout.Fleets.Kubernetes;

/// <summary>What a fleet of pods is told besides its workload.</summary>
public sealed record KubernetesFleetOptions
{
    /// <summary>Where observations come from; null: from the API server, which is asked each time.</summary>
    public IWorkloadReader? Reader { get; init; }

    /// <summary>Who holds just now: policies come and go.</summary>
    public Func<HoldMode> Hold { get; init; } = () => HoldMode.AtAdoption;

    /// <summary>How a promotion is taken back that was ordered back just now.</summary>
    public Func<WayBackPace> Pace { get; init; } = () => WayBackPace.Rolling;
}
