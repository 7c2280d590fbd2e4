namespace Rollout.Judge;

/// <summary>Judges one metric of a rollout: begin, observe bucket after bucket, assess at any time, as often as one likes.</summary>
public static class MetricJudge
{
    /// <summary>No evidence yet.</summary>
    public static Evidence Begin(JudgePlan plan, Baseline baseline)
    {
        var kernels = MetricKernels.Of(plan, baseline);
        static string? Pack(KernelDesign? design) => design is null ? null : new ShareSums(design).Pack();
        return new Evidence
        {
            ExpectedShare = baseline.ExpectedShare,
            Orders = Pack(kernels.Orders)!,
            Money = Pack(kernels.Money),
            Tilt = Pack(kernels.Tilt),
            Rank = Pack(kernels.Rank),
            RankSum = RankCentre.Start.Sum,
            RankEvents = RankCentre.Start.Events,
        };
    }

    /// <summary>
    /// Adds one bucket. A bucket that begins before the last one ended has been counted and changes nothing. Canaries may change
    /// between stages: their expected share moves, the evidence goes on.
    /// </summary>
    /// <exception cref="FormatException">The evidence was not made for this plan and baseline.</exception>
    public static Evidence Observe(
        JudgePlan plan, Baseline baseline, Evidence evidence, FleetBucket bucket, IReadOnlyCollection<string> canaries)
    {
        if (evidence.LastEnd is { } end && bucket.Start < end)
        {
            return evidence;
        }

        var counted = evidence with { LastStart = bucket.Start, LastEnd = bucket.End };
        var split = BucketSplit.Of(baseline, bucket, canaries);
        if (split is null)
        {
            return counted with { LeftOut = evidence.LeftOut + 1 };
        }

        var kernels = MetricKernels.Of(plan, baseline);
        counted = counted with
        {
            Buckets = evidence.Buckets + 1,
            CanaryEvents = evidence.CanaryEvents + split.CanaryCount,
            FleetEvents = evidence.FleetEvents + split.FleetCount,
            ExpectedShare = split.OrderShare,
            Orders = Add(kernels.Orders, evidence.Orders, new ShareSample(split.CanaryCount, [1], [split.FleetCount], split.OrderShare)),
        };
        return baseline.Values is { } values
            ? WithValues(kernels, baseline, values, counted, bucket, split)
            : WithSums(kernels, baseline, counted, split);
    }

    /// <summary>What the evidence says, for the tolerance of the present stage.</summary>
    /// <exception cref="FormatException">The evidence was not made for this plan and baseline.</exception>
    public static Assessment Assess(JudgePlan plan, Baseline baseline, Evidence evidence, double tolerance) =>
        EvidenceReading.Of(plan, baseline, evidence).Assess(tolerance);

    /// <summary>The verdict alone: what <see cref="Assess"/> says, without working out an interval that nobody looks at.</summary>
    /// <exception cref="FormatException">The evidence was not made for this plan and baseline.</exception>
    public static Verdict Decide(JudgePlan plan, Baseline baseline, Evidence evidence, double tolerance) =>
        EvidenceReading.Of(plan, baseline, evidence).Decide(tolerance);

    private static Evidence WithSums(MetricKernels kernels, Baseline baseline, Evidence evidence, BucketSplit split)
    {
        if (kernels.Money is not { } design || evidence.Money is not { } packed || baseline.SquaredVariation is not { } variation
            || !(split.FleetSum > 0))
        {
            return evidence;
        }

        var effective = SumVariation.Effective(split.FleetCount, variation);
        var canary = effective * (split.CanarySum / split.FleetSum);
        return evidence with { Money = Add(design, packed, new ShareSample(canary, [1], [effective], split.MoneyShare)) };
    }

    private static Evidence WithValues(
        MetricKernels kernels, Baseline baseline, ValueScale values, Evidence evidence, FleetBucket bucket, BucketSplit whole)
    {
        var bins = values.Tilts.Count;
        var known = whole.Where(baseline, node => EventWeights.Known(bucket.Nodes[node], bins));
        if (known is null || kernels is not { Money: { } money, Tilt: { } tilt, Rank: { } rank })
        {
            return evidence;
        }

        var (canary, fleet) = (new double[bins], new double[bins]);
        EventWeights.Fleet(bucket, known.Canaries, canary);
        EventWeights.Fleet(bucket, known.Canaries.Concat(known.Controls), fleet);
        var tilts = values.Tilts.ToArray();
        var tilted = Product(tilts, canary);
        var ranks = values.Ranks();
        var (middle, centre) = new RankCentre(evidence.RankSum, evidence.RankEvents).Next(ranks, fleet);
        var centred = Array.ConvertAll(ranks, r => r - middle);
        return evidence with
        {
            Money = Add(money, evidence.Money!, new ShareSample(tilted, [1], [Product(tilts, fleet)], known.MoneyShare)),
            Tilt = Add(tilt, evidence.Tilt!, new ShareSample(tilted, tilts, fleet, known.MoneyShare)),
            Rank = Add(rank, evidence.Rank!, new ShareSample(Product(centred, canary), centred, fleet, known.OrderShare, known.RankShift)),
            RankSum = centre.Sum,
            RankEvents = centre.Events,
        };
    }

    private static string Add(KernelDesign design, string packed, in ShareSample sample)
    {
        var sums = ShareSums.Unpack(design, packed);
        sums.Add(sample);
        return sums.Pack();
    }

    private static double Product(double[] weights, double[] counts)
    {
        var sum = 0.0;
        for (var b = 0; b < weights.Length; b++)
        {
            sum += weights[b] * counts[b];
        }

        return sum;
    }
}
