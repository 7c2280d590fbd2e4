namespace Rollout.Judge.Tests;

/// <summary>
/// Ten nodes with Poisson orders under a daily rhythm, log-normal order values with a Pareto tail, and a node effect redrawn
/// every few hours. Everything follows from the seed.
/// </summary>
internal sealed class SimulatedFleet(int seed)
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    public static readonly ValueBins Bins = new() { UpperBounds = [.. Enumerable.Range(0, 30).Select(i => 5 * Math.Exp(.25 * i)), double.PositiveInfinity] };

    private readonly Random random = new(seed);
    private readonly Dictionary<string, double> effects = new(StringComparer.Ordinal);
    private int minute;
    private bool drawn;

    /// <summary>Minutes of the day's rhythm that have passed before the first bucket.</summary>
    public int Minute0 { init => minute = value; }

    public IReadOnlyList<string> Nodes { get; init; } = [.. Enumerable.Range(0, 10).Select(i => "n" + i)];

    public double OrdersPerMinute { get; init; } = 20;

    /// <summary>How far the day's rhythm swings about the mean, as a part of it.</summary>
    public double Swing { get; init; } = .8;

    /// <summary>Standard deviation of the node effect, log scale.</summary>
    public double Drift { get; init; }

    public int DriftEveryMinutes { get; init; } = 360;

    /// <summary>Orders come in clumps of so many: phi.</summary>
    public int Clump { get; init; } = 1;

    public bool WithValues { get; init; }

    /// <summary>Part of the orders that node n0 loses.</summary>
    public double Loss { get; set; }

    /// <summary>Part of the value of each order that node n0 loses.</summary>
    public double BasketLoss { get; set; }

    public FleetHistory History(int minutes) => new()
    {
        BucketLength = Minute,
        Buckets = [.. Enumerable.Range(0, minutes).Select(_ => Next())],
        ValueBins = WithValues ? Bins : null,
    };

    public FleetBucket Next()
    {
        if (!drawn || minute % DriftEveryMinutes == 0)
        {
            drawn = true;
            foreach (var node in Nodes)
            {
                effects[node] = Math.Exp(Drift * Normal());
            }
        }

        var rhythm = OrdersPerMinute * (1 + (Swing * Math.Sin(2 * Math.PI * minute / 1440)));
        var bucket = new FleetBucket(Begin + (minute * Minute), Minute, Nodes.ToDictionary(n => n, n => Node(n, rhythm), StringComparer.Ordinal));
        minute++;
        return bucket;
    }

    private Measure Node(string node, double rhythm)
    {
        var harmed = node == "n0";
        var orders = Clump * Poisson(rhythm * effects[node] * (harmed ? 1 - Loss : 1) / Clump);
        if (!WithValues)
        {
            return new Measure { Count = orders };
        }

        var counts = new double[Bins.UpperBounds.Count];
        var sum = 0.0;
        for (var i = 0; i < orders; i++)
        {
            var value = (harmed ? 1 - BasketLoss : 1) * Value();
            sum += value;
            counts[Bin(value)]++;
        }

        return new Measure { Count = orders, Sum = sum, ValueCounts = counts };
    }

    private static int Bin(double value)
    {
        var bin = 0;
        while (value > Bins.UpperBounds[bin])
        {
            bin++;
        }

        return bin;
    }

    private double Value() =>
        random.NextDouble() < .01 ? 200 * Math.Pow(1 - random.NextDouble(), -1 / 1.7) : 60 * Math.Exp(1.2 * Normal());

    private int Poisson(double mean)
    {
        if (mean > 30)
        {
            return Poisson(mean / 2) + Poisson(mean / 2);
        }

        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
