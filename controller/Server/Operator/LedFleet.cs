using Rollout.Fleets;
using Rollout.Fleets.Kubernetes;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>A fleet that is only changed while this process leads: asked before every change, for a process may sleep through its term.</summary>
public sealed class LedFleet(IWorkloadFleet inner, Func<bool> leads) : IWorkloadFleet
{
    private static readonly EnsureResult NotLeading = new EnsureResult.Failed("", "this process does not lead any more");

    public ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken) => inner.ObserveAsync(cancellationToken);

    public ValueTask<Observed<WorkloadObservation>> LookAsync(CancellationToken cancellationToken) => inner.LookAsync(cancellationToken);

    public ValueTask<bool> IsEverywhereAsync(string revision, CancellationToken cancellationToken) => inner.IsEverywhereAsync(revision, cancellationToken);

    public ValueTask<EnsureResult> EnsureCanariesAsync(string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken) =>
        leads() ? inner.EnsureCanariesAsync(revision, stable, canaries, cancellationToken) : ValueTask.FromResult(NotLeading);

    public ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken) =>
        leads() ? inner.EnsureEverywhereAsync(revision, cancellationToken) : ValueTask.FromResult(NotLeading);

    public ValueTask<EnsureResult> EnsureStillAsync(CancellationToken cancellationToken) => leads() ? inner.EnsureStillAsync(cancellationToken) : ValueTask.FromResult(NotLeading);

    public ValueTask<EnsureResult> ReleaseAsync(bool orphan, CancellationToken cancellationToken) =>
        leads() ? inner.ReleaseAsync(orphan, cancellationToken) : ValueTask.FromResult(NotLeading);
}
