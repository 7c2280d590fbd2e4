namespace Rollout.Judge;

/// <summary>Running mean and variance (B. P. Welford, Technometrics 4, 1962).</summary>
internal struct RunningMoments
{
    private double squares;

    public int Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Of one value, unbiased; 0 for fewer than two.</summary>
    public readonly double Variance => Count > 1 ? squares / (Count - 1) : 0;

    public void Add(double value)
    {
        Count++;
        var from = value - Mean;
        Mean += from / Count;
        squares += from * (value - Mean);
    }
}
