using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Api;
using Rollout.Fleets;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;

namespace Rollout.Server.Operator;

/// <summary>
/// Lets every workload go and takes the finalizers away, as before an uninstall: the StaggeredRollouts stay, and nothing waits for a controller
/// that is gone. It leads while it does so, for a controller that leads would take everything up again.
/// </summary>
public sealed class LettingGo(ClusterConnection connection, string? space, TimeProvider time)
{
    private const int MostTurns = 60;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    /// <summary>How long a lease of another is waited for: longer than a dead one holds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>What became of each, by name; null: another leads, or the server could not be asked, as <paramref name="why"/> is told.</summary>
    public async Task<IReadOnlyList<(string Rollout, string? Trouble)>?> RunAsync(Action<string> why, CancellationToken cancellationToken)
    {
        using var client = new ClusterClient(connection, new ClientOptions { Time = time });
        var listed = await client.Resources(OperatorKinds.Rollouts).ListAsync(new ListOptions { Namespace = space }, cancellationToken);
        if (!listed.TryGet(out var rollouts, out var error))
        {
            why(error.ToString());
            return null;
        }

        var places = await LeasesAsync(client, cancellationToken);
        var done = new List<(string, string?)>();
        var begun = false;
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var registration = late.Token.Register(() =>
        {
            if (!begun)
            {
                either.Cancel();
            }
        });
        var (whole, leader) = await LeadAsync(client, places, static () => true, async (leads, token) =>
        {
            begun = true;
            foreach (var rollout in rollouts.Items)
            {
                done.Add((rollout.Key.ToString(), await OneAsync(client, rollout, leads, token)));
            }
        }, either.Token);
        if (whole)
        {
            return done;
        }

        why(begun ? "the lease was lost in the middle; run it again" : $"{leader ?? "another process"} leads: end the controllers first (kubectl scale deployment ... --replicas=0)");
        return null;
    }

    /// <summary>Where a controller may have its lease: its own namespace, which is rarely that of the person who asks. Who may not list them has one guess.</summary>
    private async Task<IReadOnlyList<string>> LeasesAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var leases = await client.Resources(ResourceKinds.Untyped(new ResourceType("coordination.k8s.io", "v1", "leases", "Lease"))).ListAsync(
            new ListOptions { FieldSelector = $"metadata.name={OperatorOptions.LeaseName}" }, cancellationToken);
        var found = leases.TryGet(out var all, out _) ? all.Items.Select(l => (string?)l["metadata"]?["namespace"]).OfType<string>().Order(StringComparer.Ordinal).ToList() : [];
        return found.Count > 0 ? found : [connection.Namespace];
    }

    /// <summary>Leads at every place at once, and does the work then. Whether it was done whole; else who leads where it did not come to it.</summary>
    private async Task<(bool Whole, string? Leader)> LeadAsync(
        ClusterClient client, IReadOnlyList<string> places, Func<bool> leads, Func<Func<bool>, CancellationToken, Task> workAsync, CancellationToken cancellationToken)
    {
        if (places is not [var place, ..])
        {
            await workAsync(leads, cancellationToken);
            return (true, null);
        }

        var elector = new LeaderElector(
            new ClusterLeaseStore(client, new ObjectKey(place, OperatorOptions.LeaseName)),
            new LeaseOptions { Identity = $"release-{Environment.MachineName}-{Guid.NewGuid():N}" }, time, NullLogger.Instance);
        (bool Whole, string? Leader)? inner = null;
        var end = await elector.RunTermAsync(
            async token => inner = await LeadAsync(client, [.. places.Skip(1)], () => leads() && elector.IsLeader, workAsync, token), cancellationToken);
        return inner is not { } reached ? (false, elector.Holder) : (reached.Whole && end == TermEnd.WorkEnded, reached.Leader);
    }

    private async Task<string?> OneAsync(ClusterClient client, RolloutSnapshot rollout, Func<bool> leads, CancellationToken cancellationToken)
    {
        if (rollout.Kind is { } kind && rollout.Workload.Length > 0)
        {
            var target = new WorkloadTarget(kind, rollout.Key.Namespace, rollout.Workload, ResolvedRollout.OwnerOf(rollout));
            var fleet = new LedFleet(WorkloadFleets.Create(target, client, new KubernetesFleetOptions()), leads);
            EnsureResult result = new EnsureResult.Changed([]);
            for (var turn = 0; turn < MostTurns && result is EnsureResult.Changed; turn++)
            {
                if (turn > 0)
                {
                    await Task.Delay(Turn, time, cancellationToken);
                }

                result = await fleet.ReleaseAsync(IsOrphan(rollout), cancellationToken);
            }

            if (result is not EnsureResult.Settled)
            {
                return result is EnsureResult.Failed failed ? failed.Reason : $"it is not let go after {MostTurns} s; run it again";
            }
        }

        return await new Finalizers(client).RemoveAsync(rollout, cancellationToken);
    }

    private static bool IsOrphan(RolloutSnapshot rollout)
    {
        using var spec = JsonDocument.Parse(rollout.Spec);
        return spec.RootElement.TryGetProperty("deletionPolicy", out var policy) && policy.ValueKind == JsonValueKind.String && policy.GetString() == nameof(DeletionPolicy.Orphan);
    }
}
