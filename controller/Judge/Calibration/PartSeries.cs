namespace Rollout.Judge;

/// <summary>One part of a metric over the history: for every bucket and node the sum of event weights u.</summary>
internal sealed class PartSeries
{
    private readonly double[] sums;
    private readonly bool[] present;

    private double[]? exposures;

    public PartSeries(int nodes, int buckets)
    {
        (Nodes, Buckets) = (nodes, buckets);
        sums = new double[nodes * buckets];
        present = new bool[nodes * buckets];
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

    public void Set(int node, int bucket, double sum)
    {
        present[(bucket * Nodes) + node] = true;
        sums[(bucket * Nodes) + node] = sum;
        Fleet[bucket] += sum;
    }
}
