namespace Rollout.Judge.Tests;

public sealed class OrderThinningTests
{
    private static readonly ValueBins Bins = new() { UpperBounds = [10, 100, double.PositiveInfinity], Means = [5, 50, 500] };

    [Fact]
    public void Takes_the_part_that_was_asked_for_and_leaves_the_others_alone()
    {
        var (kept, whole) = (0.0, 0.0);
        for (var t = 0; t < 400; t++)
        {
            var bucket = Bucket(t, new Measure { Count = 30, Sum = 3650, ValueCounts = [10, 15, 5] });
            var thinned = OrderThinning.Thin(bucket, "n0", 0.2, Bins, SeededDraw.Of(1));
            Assert.Same(bucket.Nodes["n1"], thinned.Nodes["n1"]);
            var measure = thinned.Nodes["n0"];
            Assert.Equal(measure.ValueCounts!.Sum(), measure.Count);
            var means = Bins.Means!.Zip(measure.ValueCounts!, (m, c) => m * c).Sum();
            Assert.Equal(3650 * means / 3300, measure.Sum, 1e-9);
            (kept, whole) = (kept + measure.Count, whole + 30);
        }

        Assert.InRange(kept / whole, 0.8 - 0.015, 0.8 + 0.015); // four standard errors
    }

    [Fact]
    public void What_is_lost_at_a_loss_is_lost_at_every_greater_one()
    {
        var bucket = Bucket(3, new Measure { Count = 40, Sum = 400, ValueCounts = [20, 10, 10] });
        var losses = new[] { 0, 0.1, 0.2, 0.5, 0.9 }.Select(l => OrderThinning.Thin(bucket, "n0", l, Bins, SeededDraw.Of(9)).Nodes["n0"].ValueCounts!).ToList();
        foreach (var (less, more) in losses.Zip(losses.Skip(1)))
        {
            Assert.All(less.Zip(more), pair => Assert.True(pair.First >= pair.Second));
        }
    }

    [Fact]
    public void Without_values_sums_go_with_the_counts()
    {
        var measure = OrderThinning.Thin(Bucket(5, new Measure { Count = 200, Sum = 1000 }), "n0", 0.5, null, SeededDraw.Of(2)).Nodes["n0"];
        Assert.InRange(measure.Count, 72, 128);
        Assert.Equal(measure.Count * 5, measure.Sum, 1e-9);
    }

    [Fact]
    public void Great_counts_are_thinned_with_a_binomials_mean_and_spread()
    {
        var kept = Enumerable.Range(0, 2000).Select(t =>
            OrderThinning.Thin(Bucket(t, new Measure { Count = 1e6 }), "n0", 0.2, null, SeededDraw.Of(4)).Nodes["n0"].Count).ToList();
        Assert.InRange(kept.Average(), 800_000 - 36, 800_000 + 36); // four standard errors
        Assert.InRange(Math.Sqrt(kept.Average(k => (k - 800_000) * (k - 800_000))), 375, 425);
    }

    [Fact]
    public void Nothing_is_taken_where_nothing_is_lost_or_the_node_is_missing()
    {
        var bucket = Bucket(1, new Measure { Count = 4 });
        Assert.Same(bucket, OrderThinning.Thin(bucket, "n0", 0, null, SeededDraw.Of(1)));
        Assert.Same(bucket, OrderThinning.Thin(bucket, "n9", 0.5, null, SeededDraw.Of(1)));
    }

    private static FleetBucket Bucket(int minute, Measure canary) => new(
        SimulatedFleet.Begin.AddMinutes(minute), TimeSpan.FromMinutes(1),
        new Dictionary<string, Measure>(StringComparer.Ordinal) { ["n0"] = canary, ["n1"] = new() { Count = 7, Sum = 70, ValueCounts = [7, 0, 0] } });
}
