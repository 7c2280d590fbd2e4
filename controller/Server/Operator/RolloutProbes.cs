using Rollout.Metrics.Secrets;
using Rollout.Probes;
using Rollout.Server.Loop;
using Rollout.Server.Probing;
using Rollout.Telemetry;

namespace Rollout.Server.Operator;

/// <summary>
/// The probes of rollouts in a cluster: they run from here, as long as the rollout's loop does, and a rollout with probes never rests. Test
/// customers are Secrets of the rollout's namespace, read by name.
/// </summary>
/// <param name="secrets">Where those are read.</param>
/// <param name="runner">Runs them.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">Told where their time goes; null: nobody is.</param>
public sealed class RolloutProbes(ISecrets secrets, ProbeRunner runner, TimeProvider time, ControllerTelemetry? telemetry)
{
    /// <summary>Runs at once; disposed it ends.</summary>
    /// <param name="rollout">Whose probes.</param>
    /// <param name="lookout">Knows the spec as it holds now.</param>
    public ProbeWatch Of(RolloutSnapshot rollout, WorkloadLookout lookout)
    {
        var space = rollout.Key.Namespace;
        var watch = new ProbeWatch(
            (fleet, before) => WorkloadProbes.Of(lookout.Resolved.Spec, space, rollout.Workload, fleet, before),
            new SecretCustomers(secrets, space, time).OfAsync, runner, time);
        if (telemetry is not null)
        {
            watch.Probed += telemetry.Meter.Probed;
        }

        watch.Start();
        return watch;
    }
}
