using Rollout.Api;
using Rollout.Metrics.Secrets;
using Rollout.Probes;
using Rollout.Server.Loop;
using Rollout.Server.Operator.Monitoring;
using Rollout.Server.Probing;

namespace Rollout.Server.Operator;

/// <summary>
/// The probes of rollouts in a cluster: they run from here, as long as the rollout's loop does, and a rollout with probes never rests. Test
/// customers are Secrets of the rollout's namespace, read by name.
/// </summary>
/// <param name="secrets">Where those are read.</param>
/// <param name="runner">Runs them.</param>
/// <param name="services">Know where a Service's port leads.</param>
/// <param name="journal">Told of every run.</param>
/// <param name="time">The clock.</param>
public sealed class RolloutProbes(ISecrets secrets, ProbeRunner runner, ServiceBook services, ProbeJournal journal, TimeProvider time)
{
    /// <summary>Runs at once; disposed it ends.</summary>
    /// <param name="rollout">Whose probes.</param>
    /// <param name="lookout">Knows the spec as it holds now.</param>
    public ProbeWatch Of(RolloutSnapshot rollout, WorkloadLookout lookout)
    {
        var space = rollout.Key.Namespace;
        PodPort? PortOf(ProbeTarget target, string node) => ServiceNodes.On(
            services.Of(space, target.Service!), target, lookout.Instances.TryGetValue(node, out var pod) ? pod.Name : node);
        var watch = new ProbeWatch(
            (fleet, before) => WorkloadProbes.Of(lookout.Resolved.Spec, space, rollout.Workload, fleet, before, PortOf),
            new SecretCustomers(secrets, space, time).OfAsync, runner, time);
        watch.Ran += (run, result, overdue) => journal.Ran(space, run.Probe, run, result, overdue);
        watch.Troubled += (run, trouble) => journal.Troubled(space, run.Probe, run, trouble);
        watch.Start();
        return watch;
    }
}
