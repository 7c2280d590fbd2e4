namespace Rollout.Judge;

/// <summary>Judges one metric of a rollout: begin, observe bucket after bucket, assess at any time, as often as one likes.</summary>
public static class MetricJudge
{
    /// <summary>No evidence yet.</summary>
    public static Evidence Begin(JudgePlan plan, Baseline baseline)
    {
        if (baseline.Bounds.Count > 0)
        {
            return LatencyJudge.Begin(plan, baseline);
        }

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
            Split = Pack(kernels.Split),
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

        return baseline.Bounds.Count > 0
            ? LatencyJudge.Observe(plan, baseline, evidence, bucket, canaries)
            : Counted(plan, baseline, evidence, Gauges.InEvents(baseline, bucket), canaries);
    }

    /// <summary>ln of the harm side's e-value alone.</summary>
    internal static double LogHarm(JudgePlan plan, Baseline baseline, Evidence evidence) => EvidenceReading.Of(plan, baseline, evidence).LogHarm();

    /// <summary>
    /// A bucket that is not counted (before the start, or while a canary warms up), but whose sessions may buy in one that is. Where sessions
    /// are not known it changes nothing.
    /// </summary>
    public static Evidence Prime(
        JudgePlan plan, Baseline baseline, Evidence evidence, FleetBucket bucket, IReadOnlyCollection<string> canaries) =>
        baseline.TrafficMemory is { } memory && memory > TimeSpan.Zero && !(bucket.Start < evidence.LastEnd)
            ? evidence with
            {
                LastStart = bucket.Start,
                LastEnd = bucket.End,
                Traffic = TrafficReading.Next(baseline, bucket, canaries, evidence.Traffic),
            }
            : evidence;

    private static Evidence Counted(
        JudgePlan plan, Baseline baseline, Evidence evidence, FleetBucket bucket, IReadOnlyCollection<string> canaries)
    {
        var sessions = TrafficReading.Next(baseline, bucket, canaries, evidence.Traffic);
        var counted = evidence with { LastStart = bucket.Start, LastEnd = bucket.End, Traffic = sessions };
        var split = baseline.Missing is null ? BucketSplit.Of(plan, baseline, bucket, canaries, sessions) : null;

        if (split is null || split.Contradicts || !split.IsExplained)
        {
            return counted with { LeftOut = evidence.LeftOut + 1 };
        }

        var kernels = MetricKernels.Of(plan, baseline);
        counted = counted with
        {
            Buckets = evidence.Buckets + 1,
            CanaryEvents = evidence.CanaryEvents + split.CanaryCount,
            FleetEvents = evidence.FleetEvents + split.FleetCount,
            ExpectedShare = split.OrderShare is > 0 and < 1 ? split.OrderShare : evidence.ExpectedShare,
            Split = WithSplit(kernels, baseline, evidence.Split, bucket, split),
        };
        if (split.OrderShare is not (> 0 and < 1))
        {
            return counted;
        }

        var judged = plan.Direction == Direction.HigherIsBetter ? split : split.Swapped();
        var sample = new ShareSample(judged.CanaryCount, [1], [judged.FleetCount], judged.OrderShare);
        counted = counted with { Orders = Add(kernels.Orders, evidence.Orders, sample) };
        return baseline.Values is { } values
            ? WithValues(kernels, values, counted, bucket, judged)
            : WithSums(kernels, baseline, counted, judged);
    }

    /// <summary>The split of the sessions themselves, whichever way is good.</summary>
    private static string? WithSplit(MetricKernels kernels, Baseline baseline, string? packed, FleetBucket bucket, BucketSplit split) =>
        kernels.Split is { } design && packed is not null && TrafficReading.Split(baseline, bucket, split) is { Fleet: > 0 } sessions
            ? Add(design, packed, new ShareSample(sessions.Canaries, [1], [sessions.Fleet], sessions.Share))
            : packed;

    /// <summary>What the evidence says, for the tolerance of the present stage.</summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="baseline">Of this rollout.</param>
    /// <param name="evidence">So far.</param>
    /// <param name="tolerance">Of the present stage.</param>
    /// <param name="threshold">Of the whole rollout now, where its length is planned (<see cref="HorizonThreshold.At"/>); null: ln(1/alpha).</param>
    /// <exception cref="FormatException">The evidence was not made for this plan and baseline.</exception>
    public static Assessment Assess(JudgePlan plan, Baseline baseline, Evidence evidence, double tolerance, double? threshold = null) =>
        EvidenceReading.Of(plan, baseline, evidence, threshold).Assess(tolerance);

    /// <summary>The verdict alone: what <see cref="Assess"/> says, without working out an interval that nobody looks at.</summary>
    /// <exception cref="FormatException">The evidence was not made for this plan and baseline.</exception>
    public static Verdict Decide(JudgePlan plan, Baseline baseline, Evidence evidence, double tolerance, double? threshold = null) =>
        EvidenceReading.Of(plan, baseline, evidence, threshold).Decide(tolerance);

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
        MetricKernels kernels, ValueScale values, Evidence evidence, FleetBucket bucket, BucketSplit whole)
    {
        var bins = values.Tilts.Count;
        var known = whole.Where(node => EventWeights.Known(bucket.Nodes[node], bins));
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
