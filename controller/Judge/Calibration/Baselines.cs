namespace Rollout.Judge;

/// <summary>Makes the baseline of a rollout from the fleet's past.</summary>
public static class Baselines
{
    public const string Uncalibrated = "uncalibrated: no guarantee against node differences";

    private const double CautiousPhi = 2;
    private const double CautiousSigma0 = 0.05;

    /// <summary>A node effect of 5 % on basket sizes moves the rank parameter by about three times as much.</summary>
    private const double CautiousRankSigma0 = 0.15;

    /// <summary>A canary present in less than this part of the history has no history of its own.</summary>
    private const double FewestPresence = 0.2;

    /// <summary>
    /// Expected shares, calibration and value scale. Where every canary has a history, nodes are expected to keep their own
    /// shares; where one has none, all nodes are expected to do alike, and are calibrated as such (judge/README.md 2.1).
    /// </summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="history">The past, every node on stable; may be empty.</param>
    /// <param name="nodes">The fleet's nodes, canaries included or not.</param>
    /// <param name="canaries">Those that get the new version first.</param>
    public static Baseline FromHistory(
        JudgePlan plan, FleetHistory history, IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries) => plan.Statistic switch
        {
            Statistic.Count or Statistic.Revenue or Statistic.Ratio => Measured(plan, history, nodes, canaries),
            Statistic.Latency => KindBaselines.OfLatency(plan, history, nodes, canaries),
            Statistic.Gauge => KindBaselines.OfGauge(plan, history, nodes, canaries),
        };

    /// <summary>Of events, with or without values and sessions.</summary>
    internal static Baseline Measured(
        JudgePlan plan, FleetHistory history, IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries)
    {
        // In order of name: sums come out the same, bit for bit, however the nodes were listed.
        var fleet = nodes.Union(canaries, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var own = canaries.All(c => HasHistory(history, c)) && history.Buckets.Count > 0;
        var studied = own
            ? fleet.Where(n => HasHistory(history, n))
            : history.Buckets.SelectMany(b => b.Nodes.Keys).Distinct(StringComparer.Ordinal);
        var series = HistorySeries.From(plan, history, [.. studied]);
        var newNode = new NodeExpectation(1, 1, 0);
        double ShareOf(Dictionary<string, NodeExpectation> known) => Share(fleet, canaries, n => known.GetValueOrDefault(n, newNode).Orders);
        var setSize = Math.Clamp(canaries.Count, 1, Math.Max(1, series.Nodes.Count - 1));
        var windows = PlaceboWindows.For(plan, history, series, own ? ShareOf(Shares(series, null)) : ShareOf([]));
        var hourly = own && !plan.WithoutCalibration ? HourChoice.Of(history, series, setSize, windows) : null;
        series = hourly is null ? series : series with { Money = series.Money?.With(hourly.Factors), Rank = series.Rank?.With(hourly.Factors) };
        var expected = own ? Shares(series, hourly) : [];
        var share = ShareOf(expected);
        PartBaseline Part(PartSeries part, Func<int, int, PlaceboExpectation> expect, double cautiousSigma0) =>
            Planned(plan, history, part, share, Calibrated(plan, part, expect, setSize, windows, own, cautiousSigma0));

        var shares = new PlaceboShares(series, own, hourly);
        var orders = Part(series.Orders, shares.Orders, CautiousSigma0);
        return new Baseline
        {
            Nodes = expected,
            NewNode = newNode,
            Orders = orders,
            Money = series.Money is null ? null : Part(series.Money, shares.Money, CautiousSigma0),
            Rank = series.Rank is null ? null : Part(series.Rank, shares.Rank, CautiousRankSigma0),
            Values = series.Values,
            SquaredVariation = series.SquaredVariation,
            TrafficMemory = Memory(plan, history, series),
            Split = Split(plan, series) is { } sessions
                ? Part(sessions, new PlaceboShares(series with { Orders = sessions, Money = null, Rank = null }, own).Orders, CautiousSigma0)
                : null,
            ExpectedShare = share,
            HistoryBuckets = history.Buckets.Count,
            Notes = [.. Notes(plan, history, series, own, orders.Windows), .. HourNotes(hourly), .. WindowNotes(plan, history, windows)],
        };
    }

    private static bool HasHistory(FleetHistory history, string node) =>
        history.Buckets.Count(b => b.Nodes.ContainsKey(node)) > FewestPresence * history.Buckets.Count;

    /// <summary>Where a history tells no sessions, its shares of the events are not to be corrected by sessions.</summary>
    private static TimeSpan? Memory(JudgePlan plan, FleetHistory history, HistorySeries series) =>
        plan.Statistic == Statistic.Ratio ? TimeSpan.Zero
        : history.Buckets.Count == 0 ? TrafficHistory.BucketsWithoutHistory * history.BucketLength
        : series.TrafficMemory;

    /// <summary>
    /// The sessions whose split is tested: those that a balancer assigns. Requests of a ratio are no such thing (a release changes how many
    /// it serves), and without calibration a weighted balancer would look like a broken one.
    /// </summary>
    private static PartSeries? Split(JudgePlan plan, HistorySeries series) =>
        plan.Statistic == Statistic.Ratio || plan.WithoutCalibration ? null : series.Traffic;

    private static Dictionary<string, NodeExpectation> Shares(HistorySeries series, HourlyShares? hourly)
    {
        var traffic = series.Traffic is { } sessions ? NodeShares.From(sessions).All : null;

        // Where sessions are known the fitted shares are those of a session: what a node typically gets is that times its sessions.
        double[] Typical(double[] fitted)
        {
            var typical = traffic is null ? fitted : [.. fitted.Zip(traffic, (r, t) => r * t)];
            var mean = typical.DefaultIfEmpty(1).Average();
            return mean > 0 ? [.. typical.Select(t => t / mean)] : typical;
        }

        var perSession = hourly?.All ?? NodeShares.From(series.Orders).All;
        var orders = Typical(perSession);
        var money = series.Money is null ? orders : Typical(NodeShares.From(series.Money).All);
        var lifts = series.Rank is null ? new double[orders.Length] : RankLifts.Without(series.Rank, perSession, 0, 0);
        return series.Nodes.Select((name, i) => (name, i)).ToDictionary(
            n => n.name, n => new NodeExpectation(orders[n.i], money[n.i], lifts[n.i], traffic?[n.i] ?? 1) { Hours = hourly?.Factors.Of(n.i) }, StringComparer.Ordinal);
    }

    private static double Share(IReadOnlyCollection<string> fleet, IReadOnlyCollection<string> canaries, Func<string, double> weight)
    {
        var all = fleet.Sum(weight);
        return all > 0 ? canaries.Distinct(StringComparer.Ordinal).Sum(weight) / all : 0;
    }

    private static PartBaseline Calibrated(
        JudgePlan plan,
        PartSeries series,
        Func<int, int, PlaceboExpectation> expect,
        int setSize,
        int[] windows,
        bool own,
        double cautiousSigma0)
    {
        if (plan.WithoutCalibration)
        {
            return new PartBaseline { Phi = 1, Sigma0 = 0 };
        }

        var possible = windows.Length > 0 && series.Nodes > 1;
        var measured = possible
            ? new PlaceboStudy(series, expect, setSize, own).Calibrate(windows)
            : new PartBaseline { Phi = 1, Sigma0 = 0 };
        return plan.CautiousWithoutHistory && measured.Windows < PlaceboStudy.EnoughWindows
            ? measured with { Phi = Math.Max(CautiousPhi, measured.Phi), Sigma0 = Math.Max(cautiousSigma0, measured.Sigma0) }
            : measured;
    }

    private static PartBaseline Planned(JudgePlan plan, FleetHistory history, PartSeries series, double share, PartBaseline part)
    {
        if (plan.Horizon is not { } horizon || history.Buckets.Count == 0)
        {
            return part;
        }

        var perBucket = series.Squares.Sum() / history.Buckets.Count;
        var information = perBucket * share * (1 - share) / part.Phi;
        return part with { PlannedInformation = information * (horizon / history.BucketLength), BucketInformation = information };
    }

    private static IEnumerable<string> HourNotes(HourlyShares? hourly) =>
        hourly is null ? [] : [$"the nodes' shares change with the hour of the {(hourly.Factors.Slots > 24 ? "week" : "day")} (UTC), as they did in the history"];

    /// <summary>What moves more slowly than the windows that were studied was not measured (decision 0005).</summary>
    private static IEnumerable<string> WindowNotes(JudgePlan plan, FleetHistory history, int[] windows)
    {
        if (!plan.WithoutCalibration && windows.Length > 0 && plan.Horizon is { } planned && windows.Max() * history.BucketLength is var studied && studied < planned)
        {
            yield return FormattableString.Invariant(
                $"calibrated on windows of {Long(studied)}, for a plan of {Long(planned)}: what drifts more slowly was not measured");
        }
    }

    private static string Long(TimeSpan length) => length < TimeSpan.FromMinutes(3)
        ? FormattableString.Invariant($"{length.TotalSeconds:0.#} s")
        : FormattableString.Invariant($"{length.TotalMinutes:0.#} min");

    private static IEnumerable<string> Notes(JudgePlan plan, FleetHistory history, HistorySeries series, bool own, int windows)
    {
        if (history.Buckets.Count == 0)
        {
            yield return "no history: the nodes' shares are taken as equal";
        }
        else if (!own)
        {
            yield return "a canary without history of its own: its share is taken as equal, and the nodes are calibrated so";
        }

        if (plan.WithoutCalibration || (windows == 0 && !plan.CautiousWithoutHistory))
        {
            yield return Uncalibrated;
        }
        else if (windows < PlaceboStudy.EnoughWindows)
        {
            var few = FormattableString.Invariant($"{windows} of {PlaceboStudy.EnoughWindows} placebo windows");
            yield return plan.CautiousWithoutHistory
                ? $"uncalibrated: {few}; phi at least 2 and sigma0 at least 0.05 are taken"
                : $"calibrated on {few}: the node effect is taken at its upper bound (80 %)";
        }

        if (plan.Statistic == Statistic.Revenue && series.Values is null)
        {
            yield return series.SquaredVariation is null
                ? "no order values in the history: judged on orders alone"
                : "no order values known: judged on orders and sums";
        }
    }
}
