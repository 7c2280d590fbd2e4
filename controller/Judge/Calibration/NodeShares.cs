namespace Rollout.Judge;

/// <summary>
/// How much of the fleet's events each node gets, from hours that nodes shared: events of node i in bucket t are taken as
/// share_i x exposure_it x level_t, levels and shares fitted in turn, so that a node that was away at noon is not taken for a small one.
/// </summary>
internal sealed class NodeShares
{
    private const int Rounds = 8;
    private const double Prior = 0.5; // of an event: keeps a node without any event above zero

    private readonly PartSeries series;
    private readonly double[] level;
    private readonly double[] events;
    private readonly double[] exposure;

    private NodeShares(PartSeries series)
    {
        this.series = series;
        level = new double[series.Buckets];
        events = new double[series.Nodes];
        exposure = new double[series.Nodes];
        All = Enumerable.Repeat(1.0, series.Nodes).ToArray();
    }

    /// <summary>Shares from the whole history; mean 1 over all nodes; 1 for a node that never was there.</summary>
    public double[] All { get; private set; }

    /// <summary>The fleet's level in each bucket: events of a node of share and exposure 1.</summary>
    public double[] Levels => level;

    public static NodeShares From(PartSeries series)
    {
        var fit = new NodeShares(series);
        for (var round = 0; round < Rounds; round++)
        {
            fit.Level();
            Array.Clear(fit.events);
            Array.Clear(fit.exposure);
            fit.Total(0, series.Buckets, fit.events, fit.exposure);
            var next = Ratios(fit.events, fit.exposure);
            var change = next.Zip(fit.All, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max();
            fit.All = next;
            if (change < 1e-12)
            {
                break;
            }
        }

        return fit;
    }

    /// <summary>Shares from everything outside buckets from..to-1: what would have been expected of that span.</summary>
    public double[] Without(int from, int to)
    {
        var (inside, exposed) = (new double[series.Nodes], new double[series.Nodes]);
        Total(from, to, inside, exposed);
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = Math.Max(0, events[i] - inside[i]);
            exposed[i] = exposure[i] - exposed[i];
        }

        return Ratios(inside, exposed);
    }

    private void Level()
    {
        for (var t = 0; t < level.Length; t++)
        {
            var weight = 0.0;
            for (var i = 0; i < series.Nodes; i++)
            {
                weight += series.Has(i, t) ? All[i] * series.Exposure(i, t) : 0;
            }

            level[t] = weight > 0 ? series.Fleet[t] / weight : 0;
        }
    }

    private void Total(int from, int to, double[] sums, double[] exposed)
    {
        for (var t = from; t < to; t++)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                if (series.Has(i, t))
                {
                    sums[i] += series.Of(i, t);
                    exposed[i] += level[t] * series.Exposure(i, t);
                }
            }
        }
    }

    private static double[] Ratios(double[] sums, double[] exposed)
    {
        var shares = new double[sums.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = exposed[i] > 1e-9 ? (sums[i] + Prior) / (exposed[i] + Prior) : 1;
        }

        var mean = shares.DefaultIfEmpty(1).Average();
        return [.. shares.Select(s => s / mean)];
    }
}
