using Rollout.Probes;
using Rollout.Probes.History;
using Rollout.Probes.Schedule;
using Rollout.Telemetry;

namespace Rollout.Server.Probing;

/// <summary>Where every run of this process is told, whoever had it made: the page of the last runs, and the metrics.</summary>
public sealed class ProbeJournal(ProbeHistory history, ControllerTelemetry? telemetry)
{
    /// <param name="space">The probe's namespace.</param>
    /// <param name="probe">Its name.</param>
    /// <param name="run">What was run where.</param>
    /// <param name="result">How it went.</param>
    /// <param name="overdue">Runs that fell due before this one and were not made.</param>
    public void Ran(string space, string probe, ProbeAssignment run, ProbeResult result, int overdue)
    {
        history.Add(run with { Probe = $"{space}/{probe}" }, result);
        telemetry?.Meter.ProbeRan(space, probe, result.Passed ? "passed" : "failed");
        if (overdue > 0)
        {
            telemetry?.Meter.ProbeWasOverdue(space, probe, overdue);
        }

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
