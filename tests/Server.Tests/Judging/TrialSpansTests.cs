using System.Text.Json;
using Rollout.Judge;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class TrialSpansTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_stage_lasts_until_its_deadline_and_later_ones_tell_more()
    {
        var spec = Shop.Spec();
        var span = TrialSpans.Of(spec, Start, 10, 1)!;
        var stages = Rollout.Planning.Stages.Effective(spec, 10);
        Assert.Equal(stages.Count * (spec.Deadline + spec.WarmUp), span.Length);
        Assert.Equal(stages.Sum(s => s.Nodes * (10 - s.Nodes)) / 9.0, span.Information, 1e-9);
        Assert.Null(TrialSpans.Of(spec, Start, 1, 1));
        Assert.Null(TrialSpans.Of(spec, Start, 10, 0));
    }

    /// <summary>A history of too few placebo windows, as here, leaves ln(1/alpha) alone.</summary>
    [Fact]
    public void Without_calibration_no_threshold_is_planned()
    {
        var trial = Trials.Begin(1, Shop.Spec(), Shop.Named("orders", Shop.History(90)), Shop.Nodes, ["n1"], Start);
        Assert.Null(trial.Baselines["orders"].Horizon);
        Assert.Null(Trials.Threshold(trial, Shop.Spec()));
    }

    [Fact]
    public void The_threshold_is_stored_with_the_baseline_and_holds_after_a_restart()
    {
        var spec = Shop.Spec();
        var trial = Trials.Begin(1, spec, Shop.Named("orders", Shop.History(90)), Shop.Nodes, ["n1"], Start);
        var planned = new HorizonThreshold
        {
            LogThreshold = 3.9, LogLate = 6.9, PlannedInformation = new Dictionary<string, double>(StringComparer.Ordinal) { ["orders"] = 1e9 },
            End = Start.AddYears(5), Paths = 20_000, Seed = 1,
        };
        var restarted = trial with
        {
            Baselines = trial.Baselines.ToDictionary(
                b => b.Key, b => JsonSerializer.Deserialize<Baseline>(JsonSerializer.Serialize(b.Value with { Horizon = planned }))!, StringComparer.Ordinal),
        };
        Assert.Equal(3.9, Trials.Threshold(restarted, spec));
    }
}
