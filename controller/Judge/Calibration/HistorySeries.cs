namespace Rollout.Judge;

/// <summary>A history turned into one series a part.</summary>
internal sealed record HistorySeries
{
    public required IReadOnlyList<string> Nodes { get; init; }

    public required PartSeries Orders { get; init; }

    public PartSeries? Money { get; init; }

    public PartSeries? Rank { get; init; }

    public ValueScale? Values { get; init; }

    public double? SquaredVariation { get; init; }

    /// <summary>Sessions; null where the past does not tell them.</summary>
    public PartSeries? Traffic { get; init; }

    /// <summary>For how long they go on to bring events (<see cref="Baseline.TrafficMemory"/>).</summary>
    public TimeSpan? TrafficMemory { get; init; }

    public static HistorySeries From(JudgePlan plan, FleetHistory history, IReadOnlyCollection<string> nodes)
    {
        var names = nodes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var buckets = history.Buckets;
        var ratio = plan.Statistic == Statistic.Ratio;
        var orders = new PartSeries(names.Length, buckets.Count);
        Fill(orders, names, buckets, (measure, _) => ratio && measure.Traffic is null ? null : measure.Count);
        orders.Fleet.CopyTo(orders.Squares, 0);
        var series = new HistorySeries { Nodes = names, Orders = orders };
        if (plan.Statistic == Statistic.Revenue)
        {
            var values = history.ValueBins is null ? null : ValueScales.From(history.ValueBins, buckets, names);
            series = values is null ? series.WithSums(buckets) : series.WithValues(buckets, values);
        }

        return TrafficHistory.From(history, names) is { } traffic
            ? series.Given(traffic, ratio ? TimeSpan.Zero : traffic.BestMemory(orders))
            : series;
    }

    private HistorySeries Given(TrafficHistory traffic, TimeSpan memory)
    {
        var exposures = traffic.Exposures(memory);
        return this with
        {
            Orders = Orders.Given(exposures),
            Money = Money?.Given(exposures),
            Rank = Rank?.Given(exposures),
            Traffic = traffic.Series(),
            TrafficMemory = memory,
        };
    }

    private HistorySeries WithValues(IReadOnlyList<FleetBucket> buckets, ValueScale values)
    {
        var bins = values.Tilts.Count;
        var money = new PartSeries(Nodes.Count, buckets.Count);
        Fill(money, Nodes, buckets, (m, _) => EventWeights.Sum(m, values.Tilts, bins));
        var rank = new PartSeries(Nodes.Count, buckets.Count);
        var ranks = values.Ranks();
        var centre = RankCentre.Start;
        var fleet = new double[bins];
        for (var t = 0; t < buckets.Count; t++)
        {
            rank.At(t, buckets[t].Start);
            EventWeights.Fleet(buckets[t], Nodes, fleet);
            (var middle, centre) = centre.Next(ranks, fleet);
            for (var i = 0; i < Nodes.Count; i++)
            {
                if (buckets[t].Nodes.TryGetValue(Nodes[i], out var measure) && EventWeights.Known(measure, bins))
                {
                    rank.Set(i, t, EventWeights.Sum(measure, ranks, bins).GetValueOrDefault() - (middle * EventWeights.Total(measure)));
                }
            }

            for (var b = 0; b < bins; b++)
            {
                money.Squares[t] += fleet[b] * values.Tilts[b] * values.Tilts[b];
                rank.Squares[t] += fleet[b] * (ranks[b] - middle) * (ranks[b] - middle);
            }
        }

        return this with { Money = money, Rank = rank, Values = values };
    }

    private HistorySeries WithSums(IReadOnlyList<FleetBucket> buckets)
    {
        if (SumVariation.From(buckets, Nodes) is not { } variation)
        {
            return this;
        }

        var money = new PartSeries(Nodes.Count, buckets.Count);
        var totals = buckets.Select(b => SumVariation.Totals(b, Nodes)).ToArray();
        Fill(money, Nodes, buckets, (m, t) => SumVariation.Effective(totals[t].Count, variation) * SumVariation.Share(m, totals[t].Sum));
        money.Fleet.CopyTo(money.Squares, 0);
        return this with { Money = money, SquaredVariation = variation };
    }

    private static void Fill(
        PartSeries series, IReadOnlyList<string> names, IReadOnlyList<FleetBucket> buckets, Func<Measure, int, double?> sum)
    {
        for (var t = 0; t < buckets.Count; t++)
        {
            series.At(t, buckets[t].Start);
            for (var i = 0; i < names.Count; i++)
            {
                if (buckets[t].Nodes.TryGetValue(names[i], out var measure) && sum(measure, t) is { } value)
                {
                    series.Set(i, t, value);
                }
            }
        }
    }
}
