namespace Rollout.Judge.Tests;

/// <summary>Sticky customers on real orders. One salt here; ROLLOUT_JUDGE_RUNS=100 plays all 500 cases.</summary>
public sealed class RealOrdersTests
{
    private static readonly JudgePlan Plan = new();

    [Fact]
    public void Nothing_changed_is_not_rolled_back()
    {
        var orders = RealOrders.Read();
        Assert.Equal(8738, orders.Count);
        var (salts, wrong) = (Runs.Of(1), 0);
        for (var salt = 0; salt < salts; salt++)
        {
            wrong += RealOrders.Nodes.Count(node => Minutes(orders, salt, node, 0) is not null);
        }

        Assert.InRange(wrong, 0, Math.Ceiling(9 * salts / 100.0));
    }

    [Fact]
    public void A_halved_canary_is_caught_in_every_case()
    {
        var orders = RealOrders.Read();
        var minutes = Enumerable.Range(0, Runs.Of(1))
            .SelectMany(salt => RealOrders.Nodes.Select(node => Minutes(orders, salt, node, .5))).ToList();
        Assert.All(minutes, m => Assert.NotNull(m));
    }

    private static int? Minutes(RealOrders orders, int salt, string canary, double loss)
    {
        var fleet = orders.Fleet(salt, canary, loss);
        var history = fleet with { Buckets = [.. fleet.Buckets.Take(RealOrders.HistoryMinutes)] };
        var baseline = Baselines.FromHistory(Plan, history, RealOrders.Nodes, [canary]);
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 0; t < RealOrders.JudgedMinutes; t++)
        {
            var bucket = fleet.Buckets[RealOrders.HistoryMinutes + t];
            evidence = MetricJudge.Observe(Plan, baseline, evidence, bucket, [canary]);

            // A minute without any order changes no sum: the last look stands.
            if (bucket.Nodes.Values.Any(m => m.Count > 0) && MetricJudge.Assess(Plan, baseline, evidence, .1).Verdict == Verdict.Worse)
            {
                return t + 1;
            }
        }

        return null;
    }
}
