using Rollout.Api;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Schedule;
using Rollout.Probes.Targets;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>What an AcceptanceProbe runs for itself: all that no rollout runs, for ever. Pure.</summary>
public static class MonitorPlan
{
    public const string NoTarget = nameof(NoTarget);
    public const string TargetUnknown = nameof(TargetUnknown);

    /// <param name="key">Of the probe.</param>
    /// <param name="snapshot">As it is cached.</param>
    /// <param name="naming">The rollouts that name it, and which of them run it.</param>
    /// <param name="service">What is known of a Service of its namespace; null: nobody has looked yet.</param>
    /// <param name="before">What ran until now, of all probes.</param>
    public static MonitoredProbe Of(
        ObjectKey key, ProbeSnapshot snapshot, IReadOnlyList<NamingRollout> naming, Func<string, ServiceLook?> service, IReadOnlyList<ProbeAssignment> before)
    {
        IReadOnlyList<string> rollouts = [.. naming.Where(n => n.Idle is null).Select(n => n.Name)];
        var idle = Idle(naming);
        var problems = Problems(snapshot);
        if (problems.Count > 0 || snapshot.Spec.Value is not { } spec)
        {
            return new MonitoredProbe(key, snapshot, rollouts, [], new ProbeMisfit(Reasons.SpecInvalid, string.Join("; ", problems)));
        }

        if (rollouts.Count > 0)
        {
            return new MonitoredProbe(key, snapshot, rollouts, [], null);
        }

        if (spec.Target is not { } target)
        {
            return new MonitoredProbe(key, snapshot, [], [], new ProbeMisfit(NoTarget, idle is null
                ? "it names no target and no rollout names it, so it runs nowhere: write spec.target, or name it in the spec.probes of a StaggeredRollout"
                : $"it names no target of its own and {idle}, so it runs nowhere: mend that, or write spec.target"));
        }

        var whole = new AcceptanceProbe(key.ToString(), key.Namespace, spec);
        (IReadOnlyList<ProbedNode>? Nodes, string? Why) found = Assigning.Address(target, key.Namespace) is not null ? (null, null)
            : target.Service!.Contains('.', StringComparison.Ordinal) ? ([], $"spec.target.service {target.Service} is of another namespace, whose pods are not asked: write nodes: Service, or a url")
            : service(target.Service) is { } look ? ServiceNodes.Of(look, target) : (null, null);
        return new MonitoredProbe(key, snapshot, [], [.. Assigning.Of(whole, target, found.Nodes, before)], found.Why is { } why ? new ProbeMisfit(TargetUnknown, why) : null)
        {
            Idle = idle,
        };
    }

    /// <summary>Rollouts that name it and do not run it, with why, as a half of a sentence; null: there is none.</summary>
    private static string? Idle(IReadOnlyList<NamingRollout> naming) => naming.Any(n => n.Idle is not null)
        ? string.Join(" and ", naming.Where(n => n.Idle is not null).OrderBy(n => n.Name, StringComparer.Ordinal).Take(3).Select(n => $"StaggeredRollout {n.Name}, which names it, {n.Idle}")) : null;

    private static IReadOnlyList<Problem> Problems(ProbeSnapshot snapshot)
    {
        var bound = snapshot.Spec.Problems;
        var told = bound.Select(p => p.Place).ToHashSet(StringComparer.Ordinal);
        return snapshot.Spec.Value is { } spec ? [.. bound, .. ProbeValidation.Problems(spec, "spec").Where(p => told.Add(p.Place))] : bound;
    }
}
