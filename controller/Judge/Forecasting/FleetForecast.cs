namespace Rollout.Judge;

/// <summary>
/// What a fleet's history promises of rollouts on it: time to detect and to promote by number of canaries. Sets of canaries are taken
/// from the middle of the fleet, by events; the node effect of k canaries is measured on sets of k.
/// </summary>
public sealed class FleetForecast
{
    /// <summary>A tenth of a rollout's own: a forecast asks for many thresholds, and two per cent of alpha are nothing to it.</summary>
    private const int Paths = 2_000;

    private readonly JudgePlan plan;
    private readonly FleetHistory history;
    private readonly string[] bySize;
    private readonly ForecastQuestion terms;
    private readonly Dictionary<int, double?> smallest = [];

    private FleetForecast(JudgePlan plan, FleetHistory history, string[] bySize, ForecastQuestion terms) =>
        (this.plan, this.history, this.bySize, this.terms) = (plan, history, bySize, terms);

    /// <summary>For the number of canaries that was asked about.</summary>
    public Baseline Baseline => terms.Baseline;

    public FleetRhythm Rhythm => terms.Rhythm;

    /// <summary>The forecast for the number of canaries that was asked about.</summary>
    public MetricForecast Metric => field ??= Forecaster.Of(terms);

    /// <summary>Null where the history holds no event, or the fleet has nobody to compare canaries with.</summary>
    /// <param name="plan">How the metric would be judged.</param>
    /// <param name="history">Every node on stable.</param>
    /// <param name="nodes">The fleet's nodes.</param>
    /// <param name="canaries">How many get the new version first.</param>
    /// <param name="start">When they would get it.</param>
    /// <param name="warmUp">What is discarded after the start.</param>
    /// <param name="losses">Losses to be forecast, above 0, at most 1.</param>
    /// <param name="tolerances">Tolerances to be excluded.</param>
    public static FleetForecast? Of(
        JudgePlan plan,
        FleetHistory history,
        IReadOnlyCollection<string> nodes,
        int canaries,
        DateTimeOffset start,
        TimeSpan warmUp,
        IReadOnlyList<double> losses,
        IReadOnlyList<double> tolerances)
    {
        if (canaries < 1 || canaries >= nodes.Count || FleetRhythm.From(history, nodes.Count) is not { } rhythm)
        {
            return null;
        }

        var bySize = BySize(history, nodes);
        var terms = new ForecastQuestion
        {
            Plan = plan,
            Baseline = Baselines.FromHistory(plan, history, bySize, Middle(bySize, canaries)),
            Rhythm = rhythm,
            Bucket = history.BucketLength,
            Start = start,
            WarmUp = warmUp,
            Losses = losses,
            Tolerances = tolerances,
        };
        return new FleetForecast(plan, history, bySize, terms with { Horizon = Planned(terms) });
    }

    /// <summary>The smallest number of canaries with which a loss is detectable at any duration; null where none up to half of the fleet is enough.</summary>
    public int? CanaryNodesNeeded(double loss)
    {
        var most = Math.Max(1, bySize.Length / 2);
        var (enough, tooFew) = (1, 0);
        while (!(loss >= Smallest(enough)))
        {
            if (enough == most)
            {
                return null;
            }

            (tooFew, enough) = (enough, Math.Min(most, Math.Max(enough + 1, enough * 3 / 2)));
        }

        while (enough - tooFew > 1)
        {
            var middle = (enough + tooFew) / 2;
            (tooFew, enough) = loss >= Smallest(middle) ? (tooFew, middle) : (middle, enough);
        }

        return enough;
    }

    /// <summary>The forecast of one loss with another number of canaries.</summary>
    public LossForecast With(int canaries, double loss) =>
        Forecaster.Of(Terms(canaries) with { Losses = [loss] }).Losses[0];

    private double? Smallest(int canaries)
    {
        if (!smallest.TryGetValue(canaries, out var found))
        {
            found = Forecaster.Of(Terms(canaries)).SmallestDetectableLoss;
            smallest.Add(canaries, found);
        }

        return found;
    }

    /// <summary>Orders alone are calibrated anew: through them a loss of orders is seen.</summary>
    private ForecastQuestion Terms(int canaries)
    {
        var asked = terms with { Losses = [], Tolerances = [] };
        var set = Middle(bySize, canaries);
        if (set.Length == Math.Round(terms.Baseline.ExpectedShare * bySize.Length))
        {
            return asked;
        }

        var count = plan with { Statistic = Statistic.Count };
        asked = asked with { Plan = count, Baseline = Baselines.FromHistory(count, history, bySize, set) };

        // The other parts of a revenue spend as much of alpha with more canaries as with those that were asked about.
        var weight = Math.Log(PartWeights.OfOrders(MetricKernels.Of(plan, terms.Baseline)));
        return asked with
        {
            HarmThreshold = -Math.Log(plan.Alpha * plan.HarmWeight) - weight,
            Horizon = Planned(asked) is { } horizon ? horizon with { LogThreshold = horizon.LogThreshold - weight, LogLate = horizon.LogLate - weight } : null,
        };
    }

    /// <summary>The threshold of a rollout that starts then; null without a planned length.</summary>
    private static HorizonThreshold? Planned(ForecastQuestion terms) => terms.Plan.Horizon is { } length
        ? HorizonThresholds.Simulate(
            [new HorizonMetric(terms.Metric, terms.Plan, terms.Baseline)], terms.Plan.Alpha, new HorizonSpan(terms.Start, length, terms.Bucket), paths: Paths)
        : null;

    /// <summary>Nodes by their events in the history; equal ones by name.</summary>
    private static string[] BySize(FleetHistory history, IReadOnlyCollection<string> nodes)
    {
        var events = nodes.Distinct(StringComparer.Ordinal).ToDictionary(n => n, _ => 0.0, StringComparer.Ordinal);
        foreach (var bucket in history.Buckets)
        {
            foreach (var (name, measure) in bucket.Nodes)
            {
                if (events.TryGetValue(name, out var sum))
                {
                    events[name] = sum + (measure.Count > 0 ? measure.Count : 0);
                }
            }
        }

        return [.. events.OrderBy(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Key)];
    }

    private static string[] Middle(string[] bySize, int many) => bySize[((bySize.Length - many) / 2)..][..many];
}
