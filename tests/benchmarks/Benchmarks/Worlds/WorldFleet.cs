using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>The fleet of a world, minute by minute, from a seed. Node 0 is the canary.</summary>
internal sealed class WorldFleet
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly OrderValues Usual = OrderValues.Of(0);
    private static readonly NodeNames Known = new([.. Enumerable.Range(0, World.Nodes).Select(i => $"n{i}")]);
    private static readonly NodeNames WithNewPod = new(["p0", .. Known.All.Skip(1)]);

    private readonly World world;
    private readonly Draws draws;
    private readonly double[] effects = new double[World.Nodes];
    private readonly double[] rates = new double[World.Nodes];
    private readonly int phase;
    private readonly double loss;
    private readonly OrderValues values;
    private double shock;
    private int minute;

    public WorldFleet(World world, double loss, OrderValues values, int seed)
    {
        (this.world, this.loss, this.values) = (world, loss, values);
        draws = new Draws(seed);
        phase = draws.Below(1440);
        for (var node = 0; node < effects.Length; node++)
        {
            effects[node] = world.Effect == NodeEffect.None ? 0 : world.Sigma * draws.Normal();
        }
    }

    public NodeNames Nodes => world.NewPod ? WithNewPod : Known;

    public string Canary => Nodes.All[0];

    /// <summary>The canary's share of the fleet's events in the last minute, had it lost nothing.</summary>
    public double TrueShare { get; private set; }

    /// <summary>ln of the likelihood ratio of the canary's values in the last minute, smaller baskets against usual ones.</summary>
    public double ValueEvidence { get; private set; }

    public Draws Chance => draws;

    /// <summary>All nodes on the stable version.</summary>
    public FleetHistory History() => new()
    {
        BucketLength = Minute,
        ValueBins = world.Values ? OrderValues.Bins : null,
        Buckets = [.. Enumerable.Range(0, world.HistoryMinutes).Select(_ => Next(Known, lost: 0))],
    };

    /// <summary>The next minute of the rollout.</summary>
    public FleetBucket Next()
    {
        var begun = minute - world.HistoryMinutes >= world.Onset;
        if (world.NewPod && minute == world.HistoryMinutes)
        {
            effects[0] = world.Effect == NodeEffect.None ? 0 : world.Sigma * draws.Normal();
        }

        return Next(Nodes, begun ? loss : 0);
    }

    private FleetBucket Next(NodeNames names, double lost)
    {
        Move();
        var rhythm = world.Flat ? 1 : 1 + (.8 * Math.Sin(2 * Math.PI * (minute + phase) / 1440));
        shock = (.98 * shock) + (.02 * draws.Normal());
        var (measures, all) = (new Measure[World.Nodes], 0.0);
        for (var node = 0; node < measures.Length; node++)
        {
            rates[node] = world.Orders * rhythm * Math.Exp(effects[node] + shock);
            all += rates[node];
        }

        TrueShare = rates[0] / all;
        for (var node = 0; node < measures.Length; node++)
        {
            var harmed = node == 0 && lost > 0;
            var rate = rates[node] * (harmed && !world.SmallerBaskets ? 1 - lost : 1);
            var orders = world.Clump * draws.Poisson(rate / world.Clump);
            measures[node] = world.Values ? Valued(orders, harmed && world.SmallerBaskets ? values : Usual, node == 0) : new Measure { Count = orders };
        }

        return new FleetBucket(Begin + (minute++ * Minute), Minute, new NodeMeasures(names, measures));
    }

    private void Move()
    {
        // An hour's time constant in steps of a minute keeps the standard deviation.
        const double Kept = 0.98347145382161749; // e^(-1/60)
        var renewed = Math.Sqrt(1 - (Kept * Kept));
        for (var node = 0; node < effects.Length; node++)
        {
            effects[node] = world.Effect switch
            {
                NodeEffect.Drift when minute % 360 == 0 => world.Sigma * draws.Normal(),
                NodeEffect.Wandering => (Kept * effects[node]) + (renewed * world.Sigma * draws.Normal()),
                NodeEffect.None or NodeEffect.Drift or NodeEffect.Level => effects[node],
            };
        }
    }

    private Measure Valued(int orders, OrderValues from, bool canary)
    {
        var (counts, sum, evidence) = (new double[OrderValues.Bins.UpperBounds.Count], 0.0, 0.0);
        for (var order = 0; order < orders; order++)
        {
            var bin = from.Bin(draws);
            counts[bin]++;
            sum += OrderValues.Worth[bin];
            evidence += canary ? values.LogRatio(bin) : 0;
        }

        ValueEvidence = canary ? evidence : ValueEvidence;
        return new Measure { Count = orders, Sum = sum, ValueCounts = counts };
    }
}
