using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;

namespace Rollout.Server.Operator;

/// <summary>
/// Whether admission policies hold a kind of workload in the moment its template changes: a policy that says so by its label, and a binding of it.
/// Where they cannot be read, or until they were, nobody but the controller holds.
/// </summary>
public sealed class HoldWatch
{
    private readonly Informer<PolicySnapshot> policies;
    private readonly Informer<PolicySnapshot> bindings;

    /// <param name="client">As whom it reads.</param>
    /// <param name="changed">Told of the kinds whose hold may be another now.</param>
    public HoldWatch(ClusterClient client, Action<WorkloadKind> changed)
    {
        policies = new Informer<PolicySnapshot>(client.Resources(OperatorKinds.Policies), new InformerOptions<PolicySnapshot>
        {
            Watch = new WatchOptions { LabelSelector = PolicySnapshot.Holds, LongestWait = TimeSpan.FromMinutes(5) },
        }, change => Tell(change.Before ?? change.After, changed));
        bindings = new Informer<PolicySnapshot>(client.Resources(OperatorKinds.Bindings), new InformerOptions<PolicySnapshot>
        {
            Watch = new WatchOptions { LongestWait = TimeSpan.FromMinutes(5) },
        }, change =>
        {
            foreach (var name in new[] { change.Before, change.After }.Select(b => b?.Spec?.PolicyName).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                Tell(policies.Cache.Find(new ObjectKey(null, name)), changed);
            }
        });
    }

    public HoldMode Of(WorkloadKind kind) =>
        policies.HasSynced && bindings.HasSynced && policies.Cache.All().Any(p => Kinds(p).Contains(kind) && IsBound(p)) ? HoldMode.ByPolicy : HoldMode.AtAdoption;

    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(policies.RunAsync(cancellation), bindings.RunAsync(cancellation));

    private bool IsBound(PolicySnapshot policy) =>
        policy.Metadata?.DeletionTimestamp is null && bindings.Cache.All().Any(b => b.Spec?.PolicyName == policy.Metadata?.Name && b.Metadata?.DeletionTimestamp is null);

    private static IEnumerable<WorkloadKind> Kinds(PolicySnapshot policy) => policy.Metadata?.Labels?.GetValueOrDefault(PolicySnapshot.Holds) switch
    {
        "deployments" => [WorkloadKind.Deployment],
        "statefulsets" => [WorkloadKind.StatefulSet],
        "daemonsets" => [WorkloadKind.DaemonSet],
        _ => [],
    };

    private static void Tell(PolicySnapshot? policy, Action<WorkloadKind> changed)
    {
        foreach (var kind in policy is null ? [] : Kinds(policy))
        {
            changed(kind);
        }
    }
}
