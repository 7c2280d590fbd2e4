using System.Text.Json;

namespace Rollout.Judge.Tests;

public sealed class BaselinesTests
{
    private static readonly JudgePlan Plan = new() { Horizon = TimeSpan.FromHours(6) };

    [Fact]
    public void Survives_its_serialisation_exactly_and_is_small()
    {
        var fleet = new SimulatedFleet(51) { WithValues = true, Drift = .03 };
        var text = JsonSerializer.Serialize(Baselines.FromHistory(Plan, fleet.History(1440), fleet.Nodes, ["n0"]));
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize<Baseline>(text)));
        Assert.InRange(text.Length, 1, 4096);
    }

    [Fact]
    public void Shares_come_from_history_and_a_node_that_was_away_at_noon_is_not_taken_for_a_small_one()
    {
        // Node a earns twice what b and c earn; c is away during the busy half.
        FleetBucket Bucket(int t)
        {
            var level = t < 100 ? 10 : 1;
            var nodes = new Dictionary<string, Measure>(StringComparer.Ordinal)
            {
                ["a"] = new() { Count = 2 * level },
                ["b"] = new() { Count = level },
                ["c"] = new() { Count = level },
            };
            if (t < 100)
            {
                nodes.Remove("c");
            }

            return new FleetBucket(SimulatedFleet.Begin.AddMinutes(t), TimeSpan.FromMinutes(1), nodes);
        }

        var history = new FleetHistory { BucketLength = TimeSpan.FromMinutes(1), Buckets = [.. Enumerable.Range(0, 200).Select(Bucket)] };
        var baseline = Baselines.FromHistory(Plan with { Statistic = Statistic.Count }, history, ["a", "b", "c"], ["a"]);
        Assert.Equal(.5, baseline.ExpectedShare, .005);
        Assert.InRange(baseline.Nodes["c"].Orders / baseline.Nodes["b"].Orders, .98, 1.02);
    }

    [Fact]
    public void A_canary_without_history_is_expected_to_do_as_the_others_and_level_differences_count_as_node_effect()
    {
        FleetHistory Levels() => new()
        {
            BucketLength = TimeSpan.FromMinutes(1),
            Buckets =
            [
                .. Enumerable.Range(0, 1440).Select(t => new FleetBucket(SimulatedFleet.Begin.AddMinutes(t), TimeSpan.FromMinutes(1),
                    Enumerable.Range(0, 5).ToDictionary(i => "n" + i, i => new Measure { Count = 20 + (2 * i) }, StringComparer.Ordinal))),
            ],
        };
        var plan = Plan with { Statistic = Statistic.Count };
        string[] fleet = ["n0", "n1", "n2", "n3", "n4"];
        var own = Baselines.FromHistory(plan, Levels(), fleet, ["n0"]);
        var young = Baselines.FromHistory(plan, Levels(), fleet, ["young"]);
        Assert.Equal(1.0 / 6, young.ExpectedShare, 1e-12);
        Assert.Empty(young.Nodes);
        Assert.True(own.Orders.Sigma0 < .01);

        // Levels 20, 22, 24, 26, 28: a standard deviation of 12 % of their mean, each against the mean of the others.
        Assert.InRange(young.Orders.Sigma0, .12, .25);
        Assert.Contains(young.Notes, n => n.StartsWith("a canary without history", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_history_the_shares_are_equal_and_the_verdict_says_that_it_is_uncalibrated()
    {
        var none = new FleetHistory { BucketLength = TimeSpan.FromMinutes(1), Buckets = [] };
        var file = Baselines.FromHistory(Plan, none, ["a", "b", "c", "d"], ["a"]);
        Assert.Equal((1.0, 0.0, .25), (file.Orders.Phi, file.Orders.Sigma0, file.ExpectedShare));
        Assert.Contains("uncalibrated: no guarantee against node differences", file.Notes);
        Assert.Contains("no history: the nodes' shares are taken as equal", file.Notes);
        var live = Baselines.FromHistory(Plan with { CautiousWithoutHistory = true }, none, ["a", "b", "c", "d"], ["a"]);
        Assert.Equal((2.0, .05), (live.Orders.Phi, live.Orders.Sigma0));
        Assert.Contains(live.Notes, n => n.StartsWith("uncalibrated", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_calibration_shares_and_values_still_come_from_history()
    {
        var fleet = new SimulatedFleet(52) { WithValues = true, Drift = .1 };
        var baseline = Baselines.FromHistory(Plan with { WithoutCalibration = true }, fleet.History(1440), fleet.Nodes, ["n0"]);
        Assert.Equal((1.0, 0.0), (baseline.Orders.Phi, baseline.Orders.Sigma0));
        Assert.Contains("uncalibrated: no guarantee against node differences", baseline.Notes);
        Assert.NotEqual(.1, baseline.ExpectedShare);
        Assert.NotNull(baseline.Values);
    }
}
