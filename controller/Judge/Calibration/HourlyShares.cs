namespace Rollout.Judge;

/// <summary>
/// Shares that change with the hour: nodes of different regions have their noon at different times. A factor for each node and hour
/// is drawn towards 1 by as much as the fleet's own hours say that such factors vary (empirical Bayes), so that an hour with few
/// events says little.
/// </summary>
internal sealed class HourlyShares
{
    private const int Rounds = 3;
    private const double Prior = 0.5; // of an event, as in NodeShares

    private readonly PartSeries series;
    private readonly int slots;
    private readonly double[] level;
    private readonly double[] events;
    private readonly double[] exposed;
    private readonly double drawn;

    private HourlyShares(PartSeries series, NodeShares flat, int slots)
    {
        (this.series, this.slots, level) = (series, slots, flat.Levels);
        events = new double[series.Nodes * slots];
        exposed = new double[series.Nodes * slots];
        Total(0, series.Buckets, events, exposed);
        drawn = PriorEvents(flat.All, events, exposed);
        (All, Factors) = Fit(flat.All, events, exposed);
    }

    /// <summary>Shares at a node's mean hour; mean 1.</summary>
    public double[] All { get; }

    public HourFactors Factors { get; }

    public static HourlyShares From(PartSeries series, int slots)
    {
        var hourly = new HourlyShares(series, NodeShares.From(series), slots);
        for (var round = 1; round < Rounds; round++)
        {
            // The levels of an hour are better known once it is known whose hour it is.
            var given = NodeShares.From(series.With(hourly.Factors));
            hourly = new HourlyShares(series, given, slots);
        }

        return hourly;
    }

    /// <summary>The same from everything outside buckets from..to-1.</summary>
    public (double[] Shares, HourFactors Factors) Without(int from, int to)
    {
        var (inside, exposedInside) = (new double[events.Length], new double[events.Length]);
        Total(from, to, inside, exposedInside);
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = Math.Max(0, events[i] - inside[i]);
            exposedInside[i] = exposed[i] - exposedInside[i];
        }

        return Fit(All, inside, exposedInside);
    }

    private (double[] Shares, HourFactors Factors) Fit(double[] about, double[] sums, double[] exposures)
    {
        var (shares, factors) = (new double[series.Nodes], new HourFactors(series.Nodes, slots));
        for (var i = 0; i < series.Nodes; i++)
        {
            double all = 0, expected = 0;
            for (var s = 0; s < slots; s++)
            {
                var at = (i * slots) + s;
                factors[i, s] = (sums[at] + drawn) / ((about[i] * exposures[at]) + drawn);
                all += sums[at];
                expected += exposures[at] * factors[i, s];
            }

            shares[i] = expected > 1e-9 ? (all + Prior) / (expected + Prior) : 1;
        }

        var mean = shares.DefaultIfEmpty(1).Average();
        return ([.. shares.Select(x => x / mean)], factors);
    }

    /// <summary>How many events an hour must have to be believed by half: one over the variance of true factors, by moments.</summary>
    private double PriorEvents(double[] shares, double[] sums, double[] exposures)
    {
        double spread = 0, square = 0;
        for (var at = 0; at < sums.Length; at++)
        {
            var expected = shares[at / slots] * exposures[at];
            spread += ((sums[at] - expected) * (sums[at] - expected)) - expected;
            square += expected * expected;
        }

        return square > 0 && spread > 0 ? Math.Clamp(square / spread, 1, 1e6) : 1e6;
    }

    private void Total(int from, int to, double[] sums, double[] exposures)
    {
        for (var t = from; t < to; t++)
        {
            var slot = HourFactors.SlotOf(series.HourOfWeek(t), slots);
            for (var i = 0; i < series.Nodes; i++)
            {
                if (series.Has(i, t))
                {
                    sums[(i * slots) + slot] += series.Of(i, t);
                    exposures[(i * slots) + slot] += level[t] * series.Exposure(i, t);
                }
            }
        }
    }
}
