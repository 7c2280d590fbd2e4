using Rollout.Server.Loop;
using Rollout.Telemetry;

namespace Rollout.Server.Measuring;

/// <summary>Lets a loop's passes be counted. Only what was recorded is shown.</summary>
internal static class RolloutMeasuring
{
    public static void Attach(RolloutLoop loop, ControllerTelemetry telemetry, string space, string name)
    {
        var meter = telemetry.Meter;
        var expected = StageExpectation.None;
        loop.Turned += meter.Passed;
        loop.Recorded += pass =>
        {
            expected = expected.After(pass.World);
            meter.Show(PassMeasurements.Of(pass, expected, space, name), PassMeasurements.Results);
            telemetry.Tracer.Show(space, name, PassMeasurements.Trial(pass, space, name));
            foreach (var outcome in PassMeasurements.Ended(pass))
            {
                meter.Complete(space, name, outcome.Result.ToString(), outcome.EndedAt - outcome.StartedAt);
            }
        };
    }
}
