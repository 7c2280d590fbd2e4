namespace Rollout.Judge.Tests;

public sealed class LaggedTrafficTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(4) };

    [Fact]
    public void The_length_of_a_visit_is_learned_from_the_past()
    {
        TimeSpan Memory(double visit) => Baselines.FromHistory(Plan, new SessionFleet(1) { Visit = visit }.History(1440), new SessionFleet(1).Nodes, ["n0"])
            .TrafficMemory!.Value;
        Assert.Equal(TimeSpan.Zero, Memory(0));
        Assert.InRange(Memory(5).TotalMinutes, 4, 8);
        Assert.InRange(Memory(20).TotalMinutes, 16, 32);
    }

    /// <summary>
    /// Where the balancer is even any memory explains the past alike; a long one would leave the first buckets of every rollout out.
    /// </summary>
    [Fact]
    public void An_even_split_and_a_short_history_are_no_reason_for_a_long_memory()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var memory = Baselines.FromHistory(Plan, new SessionFleet(seed) { Visit = 0, Unevenness = 0 }.History(78), new SessionFleet(1).Nodes, ["n0"]).TrafficMemory!.Value;
            Assert.InRange(memory.TotalMinutes, 0, 78 / 24.0);
        }

        var even = Enumerable.Range(1, 10).Select(seed => Baselines.FromHistory(
            Plan, new SessionFleet(seed) { Visit = 0, Unevenness = 0 }.History(1440), new SessionFleet(1).Nodes, ["n0"]).TrafficMemory!.Value.TotalMinutes);
        Assert.All(even, m => Assert.InRange(m, 0, 9));
    }

    /// <summary>What an uneven balancer does to a healthy canary: nothing, where its sessions are known.</summary>
    [Fact]
    public void A_canary_with_half_the_sessions_and_half_the_orders_is_not_worse()
    {
        var known = Judged(Plan, new SessionFleet(3) { Unevenness = .05 }, .5, 0, 240, sessions: true);
        var unknown = Judged(Plan, new SessionFleet(3) { Unevenness = .05 }, .5, 0, 240, sessions: false, stop: true);
        Assert.NotEqual(Verdict.Worse, known.Verdict);
        Assert.InRange(known.Effect!.Value, -.08, .08);
        Assert.Equal(Verdict.Worse, unknown.Verdict);
    }

    [Fact]
    public void Half_the_sessions_is_a_mismatch_that_blames_nobody_and_promotes_nothing()
    {
        var said = Judged(Plan, new SessionFleet(4) { Unevenness = .05 }, .5, 0, 240, sessions: true);
        Assert.True(said.SplitMismatch, $"{said.LogESplit}");
        Assert.Equal(Verdict.Insufficient, said.Verdict);
        Assert.True(said.LogESafe > said.SafeThreshold);
        Assert.Contains(said.Notes, n => n.StartsWith("sample ratio mismatch: a canary gets 4", StringComparison.Ordinal));
        var even = Judged(Plan, new SessionFleet(4) { Unevenness = .05 }, 1, 0, 240, sessions: true);
        Assert.False(even.SplitMismatch, $"{even.LogESplit}");
        Assert.Equal(Verdict.NoWorse, even.Verdict);
    }

    [Fact]
    public void A_loss_is_found_under_an_uneven_split()
    {
        var said = Judged(Plan, new SessionFleet(5), 2, .2, 240, sessions: true);
        Assert.Equal(Verdict.Worse, said.Verdict);
        Assert.InRange(said.Effect!.Value, -.27, -.13);
    }

    /// <summary>The promise under wandering weights; the same judged by shares of the past alone breaks it or sees nothing.</summary>
    [Fact]
    public void False_rollbacks_stay_within_alpha_while_the_balancer_wanders()
    {
        var runs = Runs.Of(40);
        var wrong = Enumerable.Range(0, runs).Count(run => Judged(Plan, new SessionFleet(600 + run), 1, 0, 240, sessions: true, stop: true).Verdict == Verdict.Worse);
        Assert.InRange((double)wrong / runs, 0, Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
        var (with, without) = (Baseline(true).Orders, Baseline(false).Orders);
        Assert.True(with.Sigma0 < .05 && with.Phi < 1.3 && without.Sigma0 > .1, $"{with} {without}");
    }

    /// <summary>Whoever is not told of the sessions before waits until those that he was told of explain the orders.</summary>
    [Fact]
    public void Buckets_are_left_out_until_the_buyers_of_earlier_sessions_are_gone()
    {
        var (told, untold) = (Judged(Plan, new SessionFleet(9), 1, 0, 60, sessions: true), Judged(Plan, new SessionFleet(9), 1, 0, 60, sessions: true, primed: false));
        Assert.True(untold.FleetEvents < .8 * told.FleetEvents, $"{untold.FleetEvents} {told.FleetEvents}");
        Assert.Contains(untold.Notes, n => n.StartsWith("14 buckets left out", StringComparison.Ordinal));
        Assert.DoesNotContain(told.Notes, n => n.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_that_does_not_tell_its_sessions_is_taken_to_have_its_usual_ones()
    {
        var baseline = Baseline(true);
        var bucket = new SessionFleet(8).Next();
        var silent = bucket with { Nodes = bucket.Nodes.ToDictionary(n => n.Key, n => n.Key == "n5" ? n.Value with { Traffic = null } : n.Value, StringComparer.Ordinal) };
        var evidence = MetricJudge.Observe(Plan, baseline with { TrafficMemory = TimeSpan.Zero }, MetricJudge.Begin(Plan, baseline), silent, ["n0"]);
        Assert.Equal(1, evidence.Buckets);
        Assert.InRange(evidence.ExpectedShare, .04, .25);
    }

    [Fact]
    public void Nodes_that_go_and_come_leave_the_share_where_the_sessions_put_it()
    {
        var all = LaggedTraffic.None.Next(.8, 10, 90, 1, 9);
        var fewer = all.Next(.8, 10, 60, 1, 6);
        Assert.Equal(1.0 / 7, fewer.Share!.Value, 12);
        Assert.Equal(.1, fewer.Next(.8, 10, 90, 1, 9).Share!.Value, 12);
        Assert.Null(LaggedTraffic.None.Share);
    }

    /// <summary>While the canary warms up its sessions come in beside the buckets: afterwards nothing has to be waited for.</summary>
    [Fact]
    public void Sessions_of_a_canary_that_warms_up_fill_the_memory_before_it_counts()
    {
        var (baseline, fleet) = (Baseline(true), new SessionFleet(8));
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 0; t < 20; t++)
        {
            var bucket = fleet.Next();
            evidence = MetricJudge.Observe(Plan, baseline, evidence, bucket with
            {
                Nodes = bucket.Nodes.Where(n => n.Key != "n0").ToDictionary(StringComparer.Ordinal),
                Sessions = new Dictionary<string, double>(StringComparer.Ordinal) { ["n0"] = bucket.Nodes["n0"].Traffic!.Value },
            }, ["n0"]);
        }

        Assert.Equal(0, evidence.Buckets);
        Assert.Equal(1, MetricJudge.Observe(Plan, baseline, evidence, fleet.Next(), ["n0"]).Buckets);
    }

    [Fact]
    public void Orders_without_a_single_session_are_left_out_and_said()
    {
        var baseline = Baseline(true) with { TrafficMemory = TimeSpan.Zero };
        var bucket = new FleetBucket(SimulatedFleet.Begin, SimulatedFleet.Minute, new Dictionary<string, Measure>(StringComparer.Ordinal)
        {
            ["n0"] = new() { Count = 7, Traffic = 0 },
            ["n1"] = new() { Count = 9, Traffic = 50 },
        });
        var evidence = MetricJudge.Observe(Plan, baseline, MetricJudge.Begin(Plan, baseline), bucket, ["n0"]);
        Assert.Equal((0, 1), (evidence.Buckets, evidence.LeftOut));
        Assert.Equal(0, MetricJudge.Assess(Plan, baseline, evidence, .1).LogEHarm, 12);
    }

    private static Baseline Baseline(bool sessions)
    {
        var history = new SessionFleet(7).History(2880);
        return Baselines.FromHistory(Plan, sessions ? history : Without(history), new SessionFleet(7).Nodes, ["n0"]);
    }

    private static Assessment Judged(JudgePlan plan, SessionFleet fleet, double weight, double loss, int minutes, bool sessions, bool stop = false, bool primed = true)
    {
        var history = fleet.History(2880);
        var baseline = Baselines.FromHistory(plan, sessions ? history : Without(history), fleet.Nodes, ["n0"]);
        (fleet.CanaryWeight, fleet.Loss) = (weight, loss);

        // The warm-up: what was bought by sessions of before is none of the canary's.
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var t = 0; t < 30; t++)
        {
            var bucket = fleet.Next();
            evidence = primed ? MetricJudge.Prime(plan, baseline, evidence, sessions ? bucket : Without(bucket), ["n0"]) : evidence;
        }

        for (var t = 0; t < minutes; t++)
        {
            var bucket = fleet.Next();
            evidence = MetricJudge.Observe(plan, baseline, evidence, sessions ? bucket : Without(bucket), ["n0"]);
            if (stop && MetricJudge.Decide(plan, baseline, evidence, .1) == Verdict.Worse)
            {
                break;
            }
        }

        return MetricJudge.Assess(plan, baseline, evidence, .1);
    }

    private static FleetHistory Without(FleetHistory history) => history with { Buckets = [.. history.Buckets.Select(Without)] };

    private static FleetBucket Without(FleetBucket bucket) =>
        bucket with { Nodes = bucket.Nodes.ToDictionary(n => n.Key, n => n.Value with { Traffic = null }, StringComparer.Ordinal) };
}
