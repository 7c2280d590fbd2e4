using Rollout.Benchmarks.Worlds;
using Rollout.Judge;

namespace Rollout.Benchmarks.Tests.Worlds;

public sealed class WorldFleetTests
{
    private static readonly OrderValues Usual = OrderValues.Of(0);

    [Fact]
    public void Traffic_has_its_mean_over_a_day_and_a_rhythm_of_nine_to_one()
    {
        var fleet = new WorldFleet(new World("") { HistoryMinutes = 1440 }, 0, Usual, 1);
        var minutes = fleet.History().Buckets.Select(b => b.Nodes.Values.Sum(m => m.Count)).ToList();
        Assert.Equal(200, minutes.Average(), 6.0);
        var hours = minutes.Chunk(60).Select(h => h.Average()).Order().ToList();
        Assert.InRange(hours[^1] / hours[0], 6, 12);
    }

    [Fact]
    public void A_loss_takes_its_part_of_the_canary_after_its_onset_and_the_true_share_does_not_know_of_it()
    {
        var world = new World("") { Flat = true, HistoryMinutes = 1, Onset = 200, Orders = 200, Minutes = 400 };
        var fleet = new WorldFleet(world, 0.5, Usual, 2);
        fleet.History();
        var buckets = Enumerable.Range(0, 400).Select(_ => fleet.Next().Nodes).ToList();
        double Odds(IEnumerable<IReadOnlyDictionary<string, Measure>> some) =>
            some.Sum(n => n["n0"].Count) / some.Sum(n => n.Where(m => m.Key != "n0").Sum(m => m.Value.Count));
        Assert.Equal(1.0 / 9, Odds(buckets.Take(200)), 0.0025); // four standard errors
        Assert.Equal(0.5 / 9, Odds(buckets.Skip(200)), 0.0018);
        Assert.Equal(0.1, fleet.TrueShare, 1e-12);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(3, 3.0)]
    public void Orders_in_clumps_vary_by_phi(int clump, double phi)
    {
        var fleet = new WorldFleet(new World("") { Flat = true, HistoryMinutes = 20_000, Clump = clump }, 0, Usual, 3);

        // Shares, so that the common shock cancels: (k - n/10)^2 / (0.09 n) has the mean phi.
        var surprise = fleet.History().Buckets.Average(b =>
        {
            var (canary, all) = (b.Nodes["n0"].Count, b.Nodes.Values.Sum(m => m.Count));
            return (canary - (all / 10)) * (canary - (all / 10)) / (0.09 * all);
        });
        Assert.Equal(phi, surprise, 5 * phi * Math.Sqrt(2.1 / 20_000));
    }

    [Fact]
    public void A_wandering_node_keeps_its_spread_and_forgets_within_hours()
    {
        var world = new World("") { Flat = true, HistoryMinutes = 60_000, Effect = NodeEffect.Wandering, Orders = 1e6 };
        var logs = new WorldFleet(world, 0, Usual, 4).History().Buckets
            .Select(b => Math.Log(b.Nodes["n0"].Count / (b.Nodes.Values.Sum(m => m.Count) - b.Nodes["n0"].Count) * 9)).ToArray();
        var variance = logs.Average(x => x * x);

        // Its own 5 % and a ninth of that from the others' mean; a correlation of 1/e after an hour.
        Assert.InRange(Math.Sqrt(variance), 0.047, 0.058);
        Assert.InRange(logs.Zip(logs.Skip(60)).Average(p => p.First * p.Second) / variance, 0.26, 0.48);
    }

    [Fact]
    public void Drift_is_drawn_anew_when_the_rollout_begins_and_every_six_hours()
    {
        var world = new World("") { Flat = true, HistoryMinutes = 720, Effect = NodeEffect.Drift, Orders = 1e6 };
        var fleet = new WorldFleet(world, 0, Usual, 5);
        fleet.History();
        var shares = Enumerable.Range(0, 720).Select(_ => { fleet.Next(); return Math.Round(fleet.TrueShare, 9); }).ToList();
        Assert.Single(shares.Take(360).Distinct());
        Assert.Equal(2, shares.Distinct().Count());
    }

    [Fact]
    public void Values_are_the_distribution_that_is_named()
    {
        var (usual, less, draws) = (OrderValues.Of(0), OrderValues.Of(0.5), new Draws(7));
        double Below(OrderValues values) => Enumerable.Range(0, 100_000).Count(_ => OrderValues.Bins.UpperBounds[values.Bin(draws)] <= 5 * Math.Exp(2.5)) / 100_000.0;

        // ln(5 e^2.5) = 4.109 against ln 60 = 4.094: just above the median; halved baskets: 0.99 Phi((4.109 + 0.693 - 4.094) / 1.2) = 0.715.
        Assert.Equal(0.99 * 0.505, Below(usual), 0.008);
        Assert.Equal(0.715, Below(less), 0.008);

        // With the smaller baskets the evidence for them grows by the Kullback-Leibler divergence, about (ln 2)^2 / (2 * 1.44) = 0.167 an order.
        Assert.Equal(0.167, Enumerable.Range(0, 100_000).Average(_ => less.LogRatio(less.Bin(draws))), 0.02);
    }
}
