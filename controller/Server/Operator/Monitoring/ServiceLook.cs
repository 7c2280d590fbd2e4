namespace Rollout.Server.Operator.Monitoring;

/// <summary>What is known of a Service.</summary>
public abstract record ServiceLook
{
    private ServiceLook()
    {
    }

    /// <summary>There is none of that name.</summary>
    public sealed record Missing : ServiceLook;

    /// <summary>Nobody can tell; not a word about the Service.</summary>
    /// <param name="Why">With what allows it.</param>
    public sealed record Unreadable(string Why) : ServiceLook;

    /// <summary>It is there.</summary>
    /// <param name="Service">Its ports.</param>
    /// <param name="Pods">Those that it selects; empty where it selects none.</param>
    public sealed record Seen(ServiceSnapshot Service, IReadOnlyList<EndpointPod> Pods) : ServiceLook;
}
