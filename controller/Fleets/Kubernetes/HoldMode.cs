namespace Rollout.Fleets.Kubernetes;

/// <summary>Who holds a workload in the moment in which its template changes.</summary>
public enum HoldMode
{
    /// <summary>Nobody but us: idle workloads are held from adoption on, and a writer who undoes that gets through and is reported.</summary>
    AtAdoption,

    /// <summary>An admission policy of the API server: idle workloads are not held.</summary>
    ByPolicy,
}
