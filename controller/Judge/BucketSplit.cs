namespace Rollout.Judge;

/// <summary>One bucket split into canaries and controls, with the shares that were expected of those present.</summary>
internal sealed record BucketSplit
{
    public required IReadOnlyList<string> Canaries { get; init; }

    public required IReadOnlyList<string> Controls { get; init; }

    public double CanaryCount { get; init; }

    public double FleetCount { get; init; }

    public double CanarySum { get; init; }

    public double FleetSum { get; init; }

    public double OrderShare { get; init; }

    public double MoneyShare { get; init; }

    /// <summary>The rank parameter of canaries that do as they always did.</summary>
    public double RankShift { get; init; }

    private FleetBucket Bucket { get; init; } = null!;

    /// <summary>Null when no canary or no control is present. A node whose reading is no number is taken as absent.</summary>
    public static BucketSplit? Of(Baseline baseline, FleetBucket bucket, IReadOnlyCollection<string> canaries)
    {
        var chosen = canaries.ToHashSet(StringComparer.Ordinal);

        // In order of name: the same bucket gives the same sums, bit for bit.
        var present = bucket.Nodes.Where(n => IsReading(n.Value)).Select(n => n.Key).Order(StringComparer.Ordinal).ToArray();
        return Of(baseline, bucket, [.. present.Where(chosen.Contains)], [.. present.Where(n => !chosen.Contains(n))]);
    }

    /// <summary>The same among the nodes of which something holds.</summary>
    public BucketSplit? Where(Baseline baseline, Func<string, bool> holds)
    {
        return Canaries.All(holds) && Controls.All(holds)
            ? this
            : Of(baseline, Bucket, [.. Canaries.Where(holds)], [.. Controls.Where(holds)]);
    }

    private static BucketSplit? Of(Baseline baseline, FleetBucket bucket, string[] canaries, string[] controls)
    {
        if (canaries.Length == 0 || controls.Length == 0)
        {
            return null;
        }

        double Sum(IEnumerable<string> nodes, Func<Measure, double> of) => nodes.Sum(n => of(bucket.Nodes[n]));
        double Weight(IEnumerable<string> nodes, Func<NodeExpectation, double> of) => nodes.Sum(n => of(baseline.Of(n)));
        var (canaryCount, canarySum) = (Sum(canaries, m => m.Count), Sum(canaries, m => m.Sum));
        var orders = Weight(canaries, n => n.Orders);
        var orderShare = orders / (orders + Weight(controls, n => n.Orders));
        var money = Weight(canaries, n => n.Money);
        return new BucketSplit
        {
            Canaries = canaries,
            Controls = controls,
            CanaryCount = canaryCount,
            FleetCount = canaryCount + Sum(controls, m => m.Count),
            CanarySum = canarySum,
            FleetSum = canarySum + Sum(controls, m => m.Sum),
            OrderShare = orderShare,
            MoneyShare = money / (money + Weight(controls, n => n.Money)),
            RankShift = Weight(canaries, n => n.Orders * n.RankLift) / orders / (1 - orderShare),
            Bucket = bucket,
        };
    }

    private static bool IsReading(Measure measure) =>
        double.IsFinite(measure.Count) && measure.Count >= 0 && double.IsFinite(measure.Sum)
        && (measure.ValueCounts is null || measure.ValueCounts.All(c => double.IsFinite(c) && c >= 0));
}
