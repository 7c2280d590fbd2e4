namespace Rollout.Judge;

/// <summary>One part of a metric over the history: for every bucket and node the sum of event weights u.</summary>
internal sealed class PartSeries
{
    private readonly double[] sums;
    private readonly bool[] present;

    private readonly int[] hours;
    private double[]? exposures;

    public PartSeries(int nodes, int buckets)
    {
        (Nodes, Buckets) = (nodes, buckets);
        sums = new double[nodes * buckets];
        present = new bool[nodes * buckets];
        hours = new int[buckets];
        Squares = new double[buckets];
        Fleet = new double[buckets];
    }

    public int Nodes { get; }

    public int Buckets { get; }

    /// <summary>Sum of u over the fleet's events of a bucket.</summary>
    public double[] Fleet { get; }

    /// <summary>Sum of u^2 over the fleet's events of a bucket.</summary>
    public double[] Squares { get; }

    public bool Has(int node, int bucket) => present[(bucket * Nodes) + node];

    public double Of(int node, int bucket) => sums[(bucket * Nodes) + node];

    /// <summary>What a node could be expected to have, up to its own share: its sessions of late; 1 where they are not known.</summary>
    public double Exposure(int node, int bucket) => exposures is null ? 1 : exposures[(bucket * Nodes) + node];

    /// <summary>The same series with these exposures, nodes within buckets.</summary>
    public PartSeries Given(double[]? given)
    {
        var copy = (PartSeries)MemberwiseClone();
        copy.exposures = given;
        return copy;
    }

    /// <summary>With the exposures multiplied by the nodes' hours.</summary>
    public PartSeries With(HourFactors factors)
    {
        var given = new double[Nodes * Buckets];
        for (var t = 0; t < Buckets; t++)
        {
            var slot = HourFactors.SlotOf(hours[t], factors.Slots);
            for (var i = 0; i < Nodes; i++)
            {
                given[(t * Nodes) + i] = Exposure(i, t) * factors[i, slot];
            }
        }

        return Given(given);
    }

    /// <summary>0 to 167 from Monday on, of the bucket's start.</summary>
    public int HourOfWeek(int bucket) => hours[bucket];

    public void At(int bucket, DateTimeOffset start) => hours[bucket] = HourFactors.HourOfWeek(start);

    public void Set(int node, int bucket, double sum)
    {
        present[(bucket * Nodes) + node] = true;
        sums[(bucket * Nodes) + node] = sum;
        Fleet[bucket] += sum;
    }
}
