namespace Rollout.Judge;

/// <summary>Simulates the threshold of a rollout of planned length on its own combination of metrics. Pure: the same seed, the same threshold.</summary>
public static class HorizonThresholds
{
    /// <summary>Part of alpha for the plan; the rest is for what comes after it.</summary>
    private const double Planned = 0.9;

    private const int Paths = 20_000;

    /// <summary>Looks of all paths and metrics together: bounds the time of a rollout with many metrics.</summary>
    private const long MostWork = 12_000_000;

    private const int FewestPaths = 2_000;
    private const double MostEvents = 1e8;

    /// <summary>
    /// Null where a metric that may prove harm is not calibrated or has no plan, and where nothing is gained: then it is ln(1/alpha) for ever.
    /// </summary>
    /// <param name="metrics">All metrics of the rollout, with their parts of alpha.</param>
    /// <param name="alpha">Budget of false rollbacks for the whole rollout.</param>
    /// <param name="span">What was planned.</param>
    /// <param name="seed">Of the simulation.</param>
    /// <param name="paths">At most; fewer where metrics and looks are many. Fewer make the threshold higher, never wrong.</param>
    public static HorizonThreshold? Simulate(IReadOnlyList<HorizonMetric> metrics, double alpha, HorizonSpan span, long seed = 1, int paths = Paths)
    {
        var judged = metrics.Where(m => m.Plan.HarmWeight > 0 && m.Baseline.Missing is null).ToList();
        if (judged.Count == 0 || !judged.All(IsCalibrated))
        {
            return null;
        }

        var looks = HorizonLooks.Of(span);
        var information = Math.Max(1, span.Information);
        var tracks = judged.SelectMany(m => Tracks(m.Plan, m.Baseline, m.Plan.HarmWeight, looks, information)).ToList();
        var work = (long)looks.Ends.Length * tracks.Sum(t => t.Classes + (2 * t.Parts.Count));
        var played = (int)Math.Clamp(MostWork * 3 / work, FewestPaths, Math.Max(FewestPaths, paths));
        var highest = -Math.Log(alpha);
        var chances = new HorizonPaths(tracks, looks).Chances(played, highest, seed);
        var first = Array.FindIndex(chances, c => c <= Planned * alpha);
        var threshold = first * HorizonPaths.Step;
        return first < 0 || threshold >= highest ? null : new HorizonThreshold
        {
            LogThreshold = threshold,
            LogLate = -Math.Log((1 - Planned) * alpha),
            PlannedInformation = judged.ToDictionary(m => m.Name, m => information * PlannedOf(m.Baseline), StringComparer.Ordinal),
            End = span.Start + span.Length,
            Paths = played,
            Seed = seed,
        };
    }

    /// <summary>What holds now in a rollout, from what its metrics have gathered; null where it is ln(1/alpha) for ever.</summary>
    /// <param name="metrics">Name, plan, baseline and evidence of all metrics that may prove harm.</param>
    public static double? Now(IReadOnlyCollection<(string Name, JudgePlan Plan, Baseline Baseline, Evidence Evidence)> metrics)
    {
        var judged = metrics.Where(m => m.Plan.HarmWeight > 0 && m.Baseline.Missing is null).ToList();
        return judged.Select(m => m.Baseline.Horizon).FirstOrDefault(h => h is not null)?.At(
            judged.Select(m => m.Evidence.LastEnd).Max(),
            judged.ToDictionary(m => m.Name, m => Spent(m.Plan, m.Baseline, m.Evidence), StringComparer.Ordinal));
    }

    /// <summary>Information that the evidence of one metric has gathered, on the scale of <see cref="HorizonThreshold.PlannedInformation"/>.</summary>
    public static double Spent(JudgePlan plan, Baseline baseline, Evidence evidence)
    {
        if (baseline.Bounds.Count > 0)
        {
            return baseline.Bounds.Zip(evidence.Bounds ?? []).Select(b => Spent(LatencyJudge.Ratio(plan), b.First.Ratio, b.Second)).DefaultIfEmpty(0).Max();
        }

        return evidence.Orders.Length == 0 ? 0 : ShareSums.Unpack(MetricKernels.Of(plan, baseline).Orders, evidence.Orders).Information;
    }

    private static double PlannedOf(Baseline baseline) =>
        baseline.Bounds.Count > 0 ? baseline.Bounds.Max(b => b.Ratio.Orders.PlannedInformation) : baseline.Orders.PlannedInformation;

    private static bool IsCalibrated(HorizonMetric metric) => metric.Baseline.Bounds.Count > 0
        ? metric.Baseline.Bounds.All(b => IsCalibrated(metric.Plan, b.Ratio))
        : IsCalibrated(metric.Plan, metric.Baseline);

    private static bool IsCalibrated(JudgePlan plan, Baseline baseline) =>
        plan is { Horizon: not null, WithoutCalibration: false } && baseline.ExpectedShare is > 0 and < 1
        && baseline.Orders is { PlannedInformation: > 0, Windows: > 0 } && (!plan.CautiousWithoutHistory || baseline.Orders.Windows >= PlaceboStudy.EnoughWindows);

    private static IEnumerable<HorizonTrack> Tracks(JudgePlan plan, Baseline baseline, double weight, HorizonLooks looks, double information)
    {
        if (baseline.Bounds.Count > 0)
        {
            return baseline.Bounds.SelectMany(b =>
                Tracks(LatencyJudge.Ratio(plan), b.Ratio, weight / baseline.Bounds.Count, looks, information));
        }

        var kernels = MetricKernels.Of(plan, baseline);
        var share = plan.Direction == Direction.HigherIsBetter ? baseline.ExpectedShare : 1 - baseline.ExpectedShare;
        double Events(PartBaseline part) => Math.Min(MostEvents, part.PlannedInformation * information / (share * (1 - share)));
        (KernelDesign Design, HorizonEffect? Effect, double Weight) Kernel(KernelDesign design, PartBaseline part, double of) =>
            (design with { Phi = 1 }, HorizonEffect.Of(part, ofRates: !ReferenceEquals(part, baseline.Rank)), weight * of);
        HorizonTrack Alone(KernelDesign design, PartBaseline part, double of) =>
            HorizonTrack.Of(looks, information, share, Events(part), [(1, [1])], [Kernel(design, part, of)]);

        return kernels switch
        {
            { Tilt: { } tilt, Rank: { } rank } =>
            [
                HorizonTrack.Of(looks, information, share, Events(baseline.Orders), Classes(baseline.Values!), [
                    Kernel(kernels.Orders, baseline.Orders, PartWeights.Orders), Kernel(tilt, baseline.Money!, PartWeights.Tilt), Kernel(rank, baseline.Rank!, PartWeights.Rank)]),
            ],
            { Money: { } money } => [Alone(kernels.Orders, baseline.Orders, PartWeights.BesideSums), Alone(money, baseline.Money!, PartWeights.BesideSums)],
            _ => [Alone(kernels.Orders, baseline.Orders, 1)],
        };
    }

    /// <summary>Five classes of orders, by value, with their weights as an order, in money and in rank.</summary>
    private static List<(double Part, double[] Weights)> Classes(ValueScale values)
    {
        const int many = 5;
        var ranks = values.Ranks();
        var classes = Enumerable.Range(0, many).Select(_ => (Part: 0.0, Tilt: 0.0, Rank: 0.0)).ToArray();
        var below = 0.0;
        for (var b = 0; b < ranks.Length; b++)
        {
            var at = Math.Clamp((int)((below + (values.Frequencies[b] / 2)) * many), 0, many - 1);
            classes[at].Part += values.Frequencies[b];
            classes[at].Tilt += values.Frequencies[b] * values.Tilts[b];
            classes[at].Rank += values.Frequencies[b] * ranks[b];
            below += values.Frequencies[b];
        }

        return [.. classes.Where(c => c.Part > 0).Select(c => (c.Part, new[] { 1, c.Tilt / c.Part, c.Rank / c.Part }))];
    }
}
