namespace Rollout.Judge;

/// <summary>Baselines of the kinds that are judged as events of another kind.</summary>
internal static class KindBaselines
{
    public const string Gauge = "a gauge: how precise it is was measured on the nodes' own past, and is right in mean and variance only";

    public static Baseline OfLatency(
        JudgePlan plan, FleetHistory history, IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries)
    {
        var bounds = LatencyBounds.Of(history)
            .Select(b => new LatencyBound(
                b.Quantile, b.UpperBound, b.FirstSlowBin, Baselines.Measured(LatencyJudge.Ratio(plan), Slower(history, b.FirstSlowBin), nodes, canaries)))
            .ToList();
        if (bounds.Count == 0)
        {
            return Nothing(plan, history, FormattableString.Invariant(
                $"a latency needs a history with a histogram of {LatencyBounds.FewestRequests:0} requests or more, some of them slower than others: its bounds come from there"));
        }

        var shown = bounds.FirstOrDefault(b => b.Quantile == LatencyBounds.ShownQuantile) ?? bounds[0];
        return shown.Ratio with
        {
            Bounds = bounds,
            Notes =
            [
                .. shown.Ratio.Notes,
                "judged by requests slower than " + string.Join(" and ", bounds.Select(b => FormattableString.Invariant($"{b.UpperBound} (p{b.Quantile * 100:0})")))
                    + "; shown is " + FormattableString.Invariant($"{shown.UpperBound}"),
            ],
        };
    }

    public static Baseline OfGauge(
        JudgePlan plan, FleetHistory history, IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries)
    {
        var events = plan with { Statistic = Statistic.Count };
        if (plan.WithoutCalibration || Gauges.FirstScale(history) is not { } scale)
        {
            return Nothing(plan, history, "a gauge cannot be judged without calibration on a history of levels above zero");
        }

        // Measured twice: once to learn what a unit is worth, once with units that are worth so much.
        var first = Baselines.Measured(events with { CautiousWithoutHistory = false }, Gauges.InEvents(history, scale), nodes, canaries);
        if (first.Orders.Windows == 0)
        {
            return Nothing(plan, history, "a gauge cannot be judged without calibration: the history is too short for a placebo window");
        }

        var worth = scale / first.Orders.Phi;
        var measured = Baselines.Measured(events, Gauges.InEvents(history, worth), nodes, canaries);
        return measured with { GaugeScale = worth, Notes = [.. measured.Notes, Gauge] };
    }

    private static Baseline Nothing(JudgePlan plan, FleetHistory history, string missing)
    {
        var none = Baselines.Measured(plan with { Statistic = Statistic.Count }, history with { Buckets = [], ValueBins = null }, [], []);
        return none with { Missing = missing, Notes = [missing] };
    }

    private static FleetHistory Slower(FleetHistory history, int firstSlowBin) =>
        history with { Buckets = [.. history.Buckets.Select(b => LatencyJudge.Slower(b, firstSlowBin))], ValueBins = null };
}
