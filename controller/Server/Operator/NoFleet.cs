using Rollout.Fleets;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>Where a spec names no workload: nothing can be seen, and nothing changed.</summary>
internal sealed class NoFleet : IFleet
{
    public static readonly NoFleet Instance = new();

    private static readonly EnsureResult Nothing = new EnsureResult.Failed("", "the spec names no workload");

    public ValueTask<Observed<FleetState>> ObserveAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Observed<FleetState>>(new Observed<FleetState>.Missing());

    public ValueTask<EnsureResult> EnsureCanariesAsync(string revision, string stable, IReadOnlyList<string> canaries, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Nothing);

    public ValueTask<EnsureResult> EnsureEverywhereAsync(string revision, CancellationToken cancellationToken) => ValueTask.FromResult(Nothing);
}
