namespace Rollout.Kubernetes.Leasing;

/// <summary>Who asks, and how long a word holds. Retry &lt; RenewDeadline &lt; Duration.</summary>
public sealed record LeaseOptions
{
    /// <summary>Of this process alone: host name and something random. Two processes of one identity would both lead.</summary>
    public required string Identity { get; init; }

    /// <summary>After so long without a change seen, others may take the lease.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After so long without a renewal (counted from when the last successful one was <em>sent</em>) the leader stops. What is left of
    /// <see cref="Duration"/> is for its work to end in, and for clocks that run at different rates.
    /// </summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two attempts; up to a fifth more by chance.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long giving the lease back may take when the leader stops of its own will.</summary>
    public TimeSpan ReleaseLimit { get; init; } = TimeSpan.FromSeconds(3);

    public int Seed { get; init; } = Environment.ProcessId;

    /// <summary>What is wrong with these options; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Identity.Length == 0)
        {
            problems.Add("Identity is empty; give this process a name of its own");
        }

        if (Duration < TimeSpan.FromSeconds(1))
        {
            problems.Add("Duration is below a second, the unit in which a lease says it; write 15 seconds");
        }

        if (RenewDeadline >= Duration)
        {
            problems.Add("RenewDeadline is not below Duration: two could lead; write 10 of 15 seconds");
        }

        if (Retry <= TimeSpan.Zero || Retry * 1.2 >= RenewDeadline)
        {
            problems.Add("Retry does not fit into RenewDeadline; write 2 of 10 seconds");
        }

        return problems;
    }
}
