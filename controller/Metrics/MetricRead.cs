using Rollout.Judge;

namespace Rollout.Metrics;

/// <summary>
/// What a source has to say about one metric at one moment. A source never judges, and expected trouble is an answer, not an exception.
/// </summary>
public abstract record MetricRead
{
    private MetricRead()
    {
    }

    /// <summary>New readings.</summary>
    /// <param name="Buckets">At least one, oldest first; each is handed out exactly once.</param>
    /// <param name="LeftOut">Node to why it is not in the buckets.</param>
    public sealed record Data(IReadOnlyList<FleetBucket> Buckets, IReadOnlyDictionary<string, string> LeftOut) : MetricRead;

    /// <summary>
    /// The source answers, and there is nothing to hand out yet: the first reading, a node that is waited for, no such series so far.
    /// </summary>
    public sealed record Empty(string Reason, IReadOnlyDictionary<string, string> LeftOut) : MetricRead;

    /// <summary>Nobody could be reached.</summary>
    public sealed record Unreachable(string Reason) : MetricRead;

    /// <summary>
    /// Everybody answered, and with nothing that can be read; or the question itself is wrong. Waiting alone will not mend it.
    /// </summary>
    public sealed record Rejected(string Reason) : MetricRead;
}
