using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>
/// What has been read and not yet been counted in a recorded pass. A bucket leaves only after the write that counted it, so a write
/// that was refused loses none; one that was counted twice over is recognised by its start.
/// </summary>
public sealed class Readings
{
    /// <summary>Buckets of one metric that may wait for the fleet to become readable; the oldest go first.</summary>
    public const int MostPending = 120;

    private readonly Dictionary<string, MetricState> states;
    private readonly Dictionary<string, List<FleetBucket>> pending;
    private readonly Dictionary<string, RateBoard> rates;
    private Dictionary<string, string> screenedOut = new(StringComparer.Ordinal);

    public Readings(StaggeredRolloutSpec spec)
    {
        Spec = spec;
        states = spec.Metrics.ToDictionary(m => m.Name, _ => MetricState.Unread, StringComparer.Ordinal);
        pending = spec.Metrics.ToDictionary(m => m.Name, _ => new List<FleetBucket>(), StringComparer.Ordinal);
        rates = spec.Metrics.ToDictionary(m => m.Name, m => new RateBoard(m.Metric?.Kind ?? MetricKind.Count), StringComparer.Ordinal);
    }

    /// <summary>Exchanged between two passes for one with the same metrics.</summary>
    public StaggeredRolloutSpec Spec { get; set; }

    public IReadOnlyDictionary<string, MetricState> States => states;

    /// <summary>Node to why it is not compared at the moment: the source's reasons and those of the screen.</summary>
    public IReadOnlyDictionary<string, string> Excluded { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public RateBoard Rates(string metric) => rates[metric];

    public void Take(IReadOnlyDictionary<string, MetricRead> reads)
    {
        foreach (var (metric, read) in reads)
        {
            states[metric] = states[metric].After(read);
            if (read is not MetricRead.Data data)
            {
                continue;
            }

            foreach (var bucket in data.Buckets)
            {
                rates[metric].Add(bucket);
                pending[metric].Add(bucket);
            }

            pending[metric].RemoveRange(0, Math.Max(0, pending[metric].Count - MostPending));
        }
    }

    /// <summary>The waiting buckets with the nodes that may be compared; empty while the fleet cannot be seen: then nobody knows who ran what.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> Screened(Observed<FleetState> fleet, Progress progress, SteadyNodes steady)
    {
        var screened = new Dictionary<string, IReadOnlyList<FleetBucket>>(StringComparer.Ordinal);
        if (fleet is not Observed<FleetState>.Known known)
        {
            return screened;
        }

        var excluded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (metric, buckets) in pending)
        {
            var kept = new List<FleetBucket>();
            foreach (var bucket in buckets)
            {
                var one = BucketScreen.Screen(bucket, known.Value, progress, steady, Spec.WarmUp);
                kept.Add(one.Bucket);
                foreach (var (node, reason) in one.Excluded)
                {
                    excluded[node] = reason;
                }
            }

            screened[metric] = kept;
        }

        // Between two buckets the last word of the screen stands; that of the source is as new as its last reading, for a bucket may be
        // waiting for the very node that cannot be read.
        screenedOut = pending.Values.Any(p => p.Count > 0) ? excluded : screenedOut;
        Excluded = Together();
        return screened;
    }

    private Dictionary<string, string> Together()
    {
        var together = new Dictionary<string, string>(screenedOut, StringComparer.Ordinal);
        foreach (var (node, reason) in states.Values.SelectMany(s => s.LeftOut))
        {
            together[node] = reason;
        }

        return together;
    }

    /// <summary>What was screened has been recorded.</summary>
    public void Counted(IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> screened)
    {
        foreach (var (metric, buckets) in screened)
        {
            pending[metric].RemoveAll(p => buckets.Any(b => b.Start == p.Start));
        }
    }
}
