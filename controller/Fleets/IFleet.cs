using Rollout.Planning;

namespace Rollout.Fleets;

/// <summary>
/// A fleet whose nodes can be given versions. Every Ensure is a level: calling it again changes nothing, and a call that was cut off
/// half way is finished by the next. Nothing here decides.
/// </summary>
public interface IFleet
{
    /// <summary>Looks at every node; a node that cannot be read is in the answer with its trouble.</summary>
    ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken);

    /// <summary>Exactly <paramref name="canaries"/> run <paramref name="revision"/>, all others <paramref name="stable"/>.</summary>
    ValueTask<EnsureResult> EnsureCanariesAsync(string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken);

    /// <summary>Every node runs <paramref name="revision"/>: promotion of the judged revision, or the way back to stable.</summary>
    ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken);
}
