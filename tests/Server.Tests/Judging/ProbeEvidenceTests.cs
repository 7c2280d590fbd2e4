using Rollout.Api;
using Rollout.Judge;
using Rollout.Probes;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class ProbeEvidenceTests
{
    private static readonly StaggeredRolloutSpec Spec = Shop.Spec() with
    {
        Probes = [new RolloutProbe("checkout")],
        ErrorRates = new ErrorRates { FalseRollback = .01m },
    };

    [Fact]
    public void Probes_pay_from_their_own_part_of_alpha()
    {
        Assert.Equal([.9, .1], JudgePlans.Weights(Spec).Select(w => Math.Round(w, 12)));
        Assert.Equal(.9, JudgePlans.For(Spec).Single().HarmWeight, 12);
        Assert.Equal(.1, ProbeEvidence.Plan(Spec).HarmWeight, 12);
        Assert.Equal(.1, ProbeEvidence.Share(Spec), 12);
        Assert.Equal(0, ProbeEvidence.Share(Shop.Spec()));
    }

    /// <summary>ln(4) a failure where one run in four is the canary's, against ln(1000): five failures prove nothing, ten do.</summary>
    [Theory]
    [InlineData(5, false)]
    [InlineData(10, true)]
    public void A_canary_that_always_fails_is_proven_after_so_many_runs(int runs, bool proven) =>
        Assert.Equal(proven, Proven(runs, (node, _) => node == "n1"));

    /// <summary>One failure in twenty, everywhere: contract section 4.</summary>
    [Fact]
    public void A_probe_that_fails_everywhere_alike_proves_nothing_however_long_it_runs()
    {
        var random = new Random(5);
        Assert.Equal(0, Enumerable.Range(0, 20).Count(_ => Proven(500, (_, _) => random.NextDouble() < .05)));
    }

    [Fact]
    public void What_was_run_between_two_looks_is_counted_once_and_a_node_that_changed_its_revision_begins_anew()
    {
        ProbeStanding At(string node, string revision, long passed, long failed) =>
            new() { Probe = "checkout", Node = node, Revision = revision, Successes = passed, Failures = failed };
        var (first, nothing) = ProbeTally.None.Look([At("n1", "v1", 10, 0), At("n2", "v1", 10, 1)], Shop.Noon);
        Assert.Empty(nothing);
        var (second, runs) = first.Look([At("n1", "v2", 3, 2), At("n2", "v1", 12, 3)], Shop.Noon.AddSeconds(5));
        var bucket = runs["checkout"];
        Assert.Equal((Shop.Noon, TimeSpan.FromSeconds(5)), (bucket.Start, bucket.Length));
        Assert.Equal(["n2"], bucket.Nodes.Keys);
        Assert.Equal((2, 4), (bucket.Nodes["n2"].Count, bucket.Nodes["n2"].Traffic));
        Assert.Empty(second.Look([At("n1", "v2", 3, 2), At("n2", "v1", 12, 3)], Shop.Noon.AddSeconds(6)).Runs["checkout"].Nodes);
    }

    [Fact]
    public void Runs_of_a_probe_are_no_look_at_the_money()
    {
        var trial = Add(Trials.Begin(1, Spec, Shop.Named("orders", Shop.History(100)), Shop.Nodes, ["n1"]), 0, (_, _) => false);
        var view = Assert.IsType<Planning.Observed<Planning.JudgeView>.Known>(
            JudgeViews.Of(Spec, Shop.OnTrial(), trial, Shop.Named("orders", MetricState.Unread))).Value;
        Assert.Null(view.AsOf);
    }

    private static bool Proven(int runs, Func<string, int, bool> fails)
    {
        var trial = Trials.Begin(1, Spec, Shop.Named("orders", Shop.History(100)), Shop.Nodes, ["n1"]);
        for (var t = 0; t < runs; t++)
        {
            trial = Add(trial, t, fails);
            if (ProbeEvidence.Proven(ProbeEvidence.Assess(trial, Spec, Shop.OnTrial()), Spec).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static Trial Add(Trial trial, int t, Func<string, int, bool> fails) => ProbeEvidence.Add(trial, Spec, Shop.OnTrial(), Shop.Named(
        "checkout",
        new FleetBucket(Shop.Noon + (t * Shop.Bucket), Shop.Bucket, Shop.Nodes.ToDictionary(
            n => n, n => new Measure { Count = fails(n, t) ? 1 : 0, Traffic = 1 }, StringComparer.Ordinal))))!;
}
