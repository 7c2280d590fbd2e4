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

    /// <summary>Sessions up to and with this bucket, scaled to those present; null where they are not known.</summary>
    private LaggedTraffic? Traffic { get; init; }

    /// <summary>Whether the events can come from sessions that were seen; true where sessions are not known.</summary>
    public bool IsExplained => Traffic is not { IsFilled: false, Share: not null };

    /// <summary>Events on a side without any session that they could come from: one of the numbers is wrong, and nobody knows which.</summary>
    public bool Contradicts => (OrderShare <= 0 && CanaryCount > 0) || (OrderShare >= 1 && FleetCount > CanaryCount);

    private Baseline Baseline { get; init; } = null!;

    private FleetBucket Bucket { get; init; } = null!;

    /// <summary>Null when no canary or no control is present. A node whose reading is no number is taken as absent.</summary>
    /// <param name="plan">A ratio needs the requests of every node.</param>
    /// <param name="baseline">What is expected.</param>
    /// <param name="bucket">What came.</param>
    /// <param name="canaries">Those on trial.</param>
    /// <param name="sessions">Up to and with this bucket.</param>
    public static BucketSplit? Of(
        JudgePlan plan, Baseline baseline, FleetBucket bucket, IReadOnlyCollection<string> canaries, LaggedTraffic? sessions)
    {
        var chosen = canaries.ToHashSet(StringComparer.Ordinal);
        var needsTraffic = plan.Statistic == Statistic.Ratio;

        // In order of name: the same bucket gives the same sums, bit for bit.
        var present = bucket.Nodes.Where(n => IsReading(n.Value, needsTraffic)).Select(n => n.Key).Order(StringComparer.Ordinal).ToArray();
        var (first, second) = (present.Where(chosen.Contains).ToArray(), present.Where(n => !chosen.Contains(n)).ToArray());
        return first.Length == 0 || second.Length == 0
            ? null
            : Of(baseline, bucket, first, second, Among(baseline, bucket, first, second, sessions));
    }

    /// <summary>The same among the nodes of which something holds.</summary>
    public BucketSplit? Where(Func<string, bool> holds)
    {
        if (Canaries.All(holds) && Controls.All(holds))
        {
            return this;
        }

        var (canaries, controls) = (Canaries.Where(holds).ToArray(), Controls.Where(holds).ToArray());
        return canaries.Length == 0 || controls.Length == 0
            ? null
            : Of(Baseline, Bucket, canaries, controls, Among(Baseline, Bucket, canaries, controls, Traffic));
    }

    /// <summary>Controls in the canaries' place and the other way round (<see cref="Directions"/>).</summary>
    public BucketSplit Swapped() => Of(
        Baseline,
        Bucket,
        [.. Controls],
        [.. Canaries],
        Traffic is { } t ? t with { Canaries = t.Controls, Controls = t.Canaries, CanaryWeight = t.ControlWeight, ControlWeight = t.CanaryWeight } : null);

    private static BucketSplit Of(Baseline baseline, FleetBucket bucket, string[] canaries, string[] controls, LaggedTraffic? traffic)
    {
        double Sum(IEnumerable<string> nodes, Func<Measure, double> of) => nodes.Sum(n => of(bucket.Nodes[n]));
        var (canaryCount, canarySum) = (Sum(canaries, m => m.Count), Sum(canaries, m => m.Sum));
        var (typical, typicalOthers) = (Weight(baseline, bucket, canaries, n => n.Orders), Weight(baseline, bucket, controls, n => n.Orders));
        var (orders, others) = traffic?.Share is { } share ? (share, 1 - share) : (typical, typicalOthers);

        // Money goes with the sessions as orders do: each side's by what its nodes' orders are worth.
        var money = orders * (Weight(baseline, bucket, canaries, n => n.Money) / typical);
        var moneyOfOthers = others * (Weight(baseline, bucket, controls, n => n.Money) / typicalOthers);
        var orderShare = orders / (orders + others);
        return new BucketSplit
        {
            Canaries = canaries,
            Controls = controls,
            CanaryCount = canaryCount,
            FleetCount = canaryCount + Sum(controls, m => m.Count),
            CanarySum = canarySum,
            FleetSum = canarySum + Sum(controls, m => m.Sum),
            OrderShare = orderShare,
            MoneyShare = money / (money + moneyOfOthers),
            RankShift = Weight(baseline, bucket, canaries, n => n.Orders * n.RankLift) / typical / (1 - orderShare),
            Traffic = traffic,
            Baseline = baseline,
            Bucket = bucket,
        };
    }

    private static LaggedTraffic? Among(Baseline baseline, FleetBucket bucket, string[] canaries, string[] controls, LaggedTraffic? sessions) =>
        sessions?.Next(1, 0, 0, Weight(baseline, bucket, canaries, n => n.Orders), Weight(baseline, bucket, controls, n => n.Orders));

    private static double Weight(Baseline baseline, FleetBucket bucket, IEnumerable<string> nodes, Func<NodeExpectation, double> of) =>
        nodes.Sum(n => of(baseline.Of(n)) * baseline.Of(n).At(bucket.Start));

    private static bool IsReading(Measure measure, bool needsTraffic) =>
        double.IsFinite(measure.Count) && measure.Count >= 0 && double.IsFinite(measure.Sum)
        && (measure.ValueCounts is null || measure.ValueCounts.All(c => double.IsFinite(c) && c >= 0))
        && (measure.Traffic is { } traffic ? double.IsFinite(traffic) && traffic >= 0 : !needsTraffic);
}
