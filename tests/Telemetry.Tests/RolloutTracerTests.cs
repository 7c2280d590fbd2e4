using System.Diagnostics;

namespace Rollout.Telemetry.Tests;

public sealed class RolloutTracerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly TrialReading Trial = new() { Namespace = "store", Name = "traced", Revision = "v2", StartedAt = Noon };

    private readonly List<Activity> spans = [];
    private readonly ActivityListener listener;

    public RolloutTracerTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == RolloutTracer.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public void A_trial_is_one_trace_with_a_span_for_each_stage_and_an_event_for_each_happening()
    {
        using var tracer = new RolloutTracer("0.1.0");
        tracer.Show("store", "traced", null);
        tracer.Show("store", "traced", Trial);
        tracer.Show("store", "traced", Trial with { Stage = new TrialStage(0, 1, Noon.AddMinutes(1)), Events = [new TrialEvent("CanaryStarted", "n1", Noon.AddMinutes(1))] });
        tracer.Show("store", "traced", Trial with { Stage = new TrialStage(0, 1, Noon.AddMinutes(1)) });
        tracer.Show("store", "traced", Trial with { Stage = new TrialStage(1, 3, Noon.AddMinutes(11)) });
        tracer.Show("store", "traced", Trial with { End = new TrialEnd("RolledBack", "HarmProven", Noon.AddMinutes(20)) });
        Assert.Equal(["stage 1 1:00-11:00", "stage 2 11:00-20:00", "rollout traced 0:00-20:00"], spans.Select(Show));
        var trial = spans[2];
        Assert.All(spans[..2], s => Assert.Equal((trial.TraceId, trial.SpanId), (s.TraceId, s.ParentSpanId)));
        Assert.Equal("CanaryStarted", Assert.Single(trial.Events).Name);
        Assert.Equal("RolledBack", trial.GetTagItem("staggered.result"));
    }

    [Fact]
    public void A_controller_that_takes_over_goes_on_in_the_same_trace_and_another_trial_is_another()
    {
        foreach (var revision in new[] { "v2", "v2", "v3" })
        {
            using var tracer = new RolloutTracer("0.1.0");
            tracer.Show("store", "traced", Trial with { Revision = revision, End = new TrialEnd("Promoted", "x", Noon.AddMinutes(1)) });
        }

        Assert.Equal(spans[0].TraceId, spans[1].TraceId);
        Assert.NotEqual(spans[0].TraceId, spans[2].TraceId);
    }

    [Fact]
    public void What_is_superseded_is_closed_when_the_next_trial_begins()
    {
        using var tracer = new RolloutTracer("0.1.0");
        tracer.Show("store", "traced", Trial with { Stage = new TrialStage(0, 1, Noon) });
        tracer.Show("store", "traced", Trial with { Revision = "v3", StartedAt = Noon.AddMinutes(5) });
        Assert.Equal(["stage 1", "rollout traced"], spans.Select(s => s.DisplayName));
    }

    private static string Show(Activity span) =>
        FormattableString.Invariant($"{span.DisplayName} {span.StartTimeUtc - Noon.UtcDateTime:m\\:ss}-{span.StartTimeUtc + span.Duration - Noon.UtcDateTime:m\\:ss}");
}
