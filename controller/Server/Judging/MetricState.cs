using Rollout.Judge;
using Rollout.Metrics;

namespace Rollout.Server.Judging;

/// <summary>Whether one metric can be read at the moment. A single miss is deferred by the source; three in a row are trouble.</summary>
public sealed record MetricState
{
    public const int MissesToTrouble = 3;

    public static readonly MetricState Unread = new();

    /// <summary>Whether it has ever handed out a bucket to this process.</summary>
    public bool HasData { get; private init; }

    public int Misses { get; private init; }

    /// <summary>Null while it can be read.</summary>
    public Verdict? Trouble { get; private init; }

    /// <summary>What the source last said when it had no data.</summary>
    public string? Reason { get; private init; }

    /// <summary>Node to why it is missing from the last reading.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public MetricState After(MetricRead read) => read switch
    {
        MetricRead.Data data => new MetricState { HasData = true, LeftOut = data.LeftOut },
        MetricRead.Empty empty => this with { Reason = empty.Reason, LeftOut = empty.LeftOut, Misses = 0, Trouble = null },
        MetricRead.Unreachable away => Missed(away.Reason, Verdict.Unavailable),
        MetricRead.Rejected wrong => Missed(wrong.Reason, Verdict.Misconfigured),
        _ => throw new InvalidOperationException($"no meaning for {read}"),
    };

    private MetricState Missed(string reason, Verdict trouble) => this with
    {
        Reason = reason,
        Misses = Misses + 1,
        Trouble = Misses + 1 >= MissesToTrouble ? trouble : Trouble,
    };
}
