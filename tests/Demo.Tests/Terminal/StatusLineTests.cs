using Rollout.Demo.Terminal;

namespace Rollout.Demo.Tests.Terminal;

public sealed class StatusLineTests
{
    [Fact]
    public void Says_the_phase_the_stage_the_money_the_evidence_and_the_time_left() => Assert.Equal(
        "Judging v2 beside v1; stage 1 of 3 (1 node); 1,023 a minute on 2 nodes; effect -25.0 % [-36.0 % to -12.5 %]; "
        + "harm 3.5 of 6.9, safe -1.9 of 3.0; about 25 s more",
        StatusLine.Of(Shown.Rollout));

    [Fact]
    public void What_is_unknown_is_left_out_or_shown_as_unknown_never_as_zero()
    {
        var shown = Shown.Rollout;
        var metric = shown.Status.Verdict!.Metrics![0] with { Low = null, LogEHarm = null };
        var status = shown.Status with { Nodes = null, Stage = null, Forecast = null, Verdict = shown.Status.Verdict with { Metrics = [metric] } };
        Assert.Equal(
            "Judging v2 beside v1; effect -25.0 % [- to -12.5 %]; harm - of 6.9, safe -1.9 of 3.0", StatusLine.Of(shown with { Status = status }));
        Assert.Equal("harm 0.0 of -, safe 0.0 of 3.0", Wording.Evidence(metric with { LogEHarm = -0.04, LogESafe = 0.04, HarmThreshold = null }));
        Assert.Equal("Idle on -", StatusLine.Of(shown with { Status = new() { Phase = "Idle" } }));
    }
}
