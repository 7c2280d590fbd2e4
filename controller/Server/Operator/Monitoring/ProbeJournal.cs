using Rollout.Probes;
using Rollout.Probes.History;
using Rollout.Probes.Schedule;
using Rollout.Telemetry;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>Where every run of this process is told, whoever had it made: the page of the last runs, and the metrics.</summary>
public sealed class ProbeJournal(ProbeHistory history, ControllerTelemetry? telemetry)
{
    public void Ran(string space, string probe, ProbeAssignment run, ProbeResult result)
    {
        history.Add(run with { Probe = $"{space}/{probe}" }, result);
        telemetry?.Meter.ProbeRan(space, probe, result.Passed ? "passed" : "failed");
        foreach (var (phase, took) in telemetry is null ? [] : result.Phases())
        {
            telemetry?.Meter.Probed(phase, took);
        }
    }

    public void Troubled(string space, string probe, ProbeAssignment run, string trouble)
    {
        history.Add(run with { Probe = $"{space}/{probe}" }, trouble);
        telemetry?.Meter.ProbeRan(space, probe, "trouble");
    }
}
