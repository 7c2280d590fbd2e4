namespace Rollout.Judge;

/// <summary>The sessions of the past, node by node, and for how long they go on to bring events.</summary>
internal sealed class TrafficHistory
{
    /// <summary>Sessions known in fewer of the readings than this are as good as not known.</summary>
    private const double FewestKnown = 0.8;

    /// <summary>Without any history: a visit of some ten buckets at most.</summary>
    public const int BucketsWithoutHistory = 4;

    /// <summary>Time constants that are tried, in buckets.</summary>
    private static readonly double[] Memories = [0, .3, .6, 1, 1.5, 2, 2.5, 3.2, 4, 5, 6, 7, 9, 11, 15, 20, 27, 36, 48, 64];

    /// <summary>A longer memory costs evidence, for it must be filled: it must explain the past better by this part.</summary>
    private const double Worthwhile = 0.002;

    /// <summary>A memory is fitted to a history of at least so many of its lengths: a shorter one says of long visits what chance says.</summary>
    private const double LengthsInHistory = 24;

    private readonly FleetHistory history;
    private readonly double[] sessions;
    private readonly bool[] present;
    private readonly int nodes;

    private TrafficHistory(FleetHistory history, double[] sessions, bool[] present, int nodes) =>
        (this.history, this.sessions, this.present, this.nodes) = (history, sessions, present, nodes);

    /// <summary>Null where the past tells too few sessions, or none above zero.</summary>
    public static TrafficHistory? From(FleetHistory history, IReadOnlyList<string> names)
    {
        var (sessions, present) = (new double[names.Count * history.Buckets.Count], new bool[names.Count * history.Buckets.Count]);
        double readings = 0, known = 0, sum = 0;
        for (var t = 0; t < history.Buckets.Count; t++)
        {
            var mean = history.Buckets[t].Nodes.Values.Select(m => m.Traffic).Where(IsKnown).DefaultIfEmpty(0).Average()!.Value;
            for (var i = 0; i < names.Count; i++)
            {
                if (history.Buckets[t].Nodes.TryGetValue(names[i], out var measure))
                {
                    var at = (t * names.Count) + i;
                    (present[at], sessions[at]) = (true, IsKnown(measure.Traffic) ? measure.Traffic!.Value : mean);
                    readings++;
                    known += IsKnown(measure.Traffic) ? 1 : 0;
                    sum += sessions[at];
                }
            }
        }

        return readings > 0 && known >= FewestKnown * readings && sum > 0 ? new TrafficHistory(history, sessions, present, names.Count) : null;
    }

    /// <summary>The sessions themselves as a series, for their shares and for the calibration of their split.</summary>
    public PartSeries Series()
    {
        var series = new PartSeries(nodes, history.Buckets.Count);
        for (var at = 0; at < sessions.Length; at++)
        {
            series.At(at / nodes, history.Buckets[at / nodes].Start);
            if (present[at])
            {
                series.Set(at % nodes, at / nodes, sessions[at]);
            }
        }

        series.Fleet.CopyTo(series.Squares, 0);
        return series;
    }

    /// <summary>Faded sessions of every node and bucket, bucket by bucket, as <see cref="LaggedTraffic"/> has them for a rollout.</summary>
    public double[] Exposures(TimeSpan memory)
    {
        var exposures = new double[sessions.Length];
        for (var t = 0; t < history.Buckets.Count; t++)
        {
            var bucket = history.Buckets[t];
            var follows = t > 0 && history.Buckets[t - 1].End == bucket.Start;
            var kept = follows ? TrafficReading.Kept(memory, bucket.Length) : 0;
            for (var i = 0; i < nodes; i++)
            {
                var at = (t * nodes) + i;
                var past = t > 0 ? kept * exposures[at - nodes] : 0;

                // A node that was away keeps what it had; it is not looked at while it is away.
                exposures[at] = present[at] ? past + sessions[at] : t > 0 ? exposures[at - nodes] : 0;
            }
        }

        return exposures;
    }

    /// <summary>The memory by which the sessions explain best where the events fell: the smallest sum of squared surprises.</summary>
    public TimeSpan BestMemory(PartSeries events)
    {
        var (best, least) = (TimeSpan.Zero, double.MaxValue);
        foreach (var buckets in Memories.Where(m => m * LengthsInHistory <= history.Buckets.Count))
        {
            var memory = buckets * history.BucketLength;
            var surprise = Surprise(events.Given(Exposures(memory)));
            if (surprise < least * (1 - Worthwhile))
            {
                (best, least) = (memory, surprise);
            }
        }

        return best;
    }

    private static double Surprise(PartSeries series)
    {
        var shares = NodeShares.From(series).All;
        var sum = 0.0;
        for (var t = 0; t < series.Buckets; t++)
        {
            var weight = 0.0;
            for (var i = 0; i < series.Nodes; i++)
            {
                weight += series.Has(i, t) ? shares[i] * series.Exposure(i, t) : 0;
            }

            for (var i = 0; i < series.Nodes && weight > 0 && series.Fleet[t] > 0; i++)
            {
                var share = shares[i] * series.Exposure(i, t) / weight;
                if (series.Has(i, t) && share is > 1e-9 and < 1)
                {
                    var surprise = series.Of(i, t) - (share * series.Fleet[t]);
                    sum += surprise * surprise / (share * (1 - share) * series.Fleet[t]);
                }
            }
        }

        return sum;
    }

    private static bool IsKnown(double? sessions) => sessions is >= 0 and < double.PositiveInfinity;
}
