namespace Rollout.Kubernetes.Configuration;

/// <summary>How the cluster is reached, or everything that is wrong with the configuration.</summary>
public abstract record ConnectionResult
{
    private ConnectionResult()
    {
    }

    /// <param name="Warnings">What was read over: fields that nobody knows. They change nothing.</param>
    public sealed record Ready(ClusterConnection Connection, IReadOnlyList<ConfigurationProblem> Warnings) : ConnectionResult;

    /// <param name="Problems">At least one; all that were found.</param>
    public sealed record Refused(IReadOnlyList<ConfigurationProblem> Problems) : ConnectionResult;
}
