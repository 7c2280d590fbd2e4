namespace Rollout.Fleets.Kubernetes.Steps;

/// <summary>The level that a workload is to reach.</summary>
internal abstract record FleetTarget
{
    private FleetTarget()
    {
    }

    public sealed record Canaries(string Revision, string Stable, int Count, IReadOnlyList<string> Names) : FleetTarget;

    public sealed record Everywhere(string Revision, WayBackPace Pace) : FleetTarget;

    /// <summary>A promotion stays where it is.</summary>
    public sealed record Still : FleetTarget;

    /// <summary>The workload is its user's alone again.</summary>
    public sealed record Released : FleetTarget;

    /// <summary>As released, but everything stays as it is.</summary>
    public sealed record Orphaned : FleetTarget;
}
