using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;

namespace Rollout.Server.Loop;

/// <summary>The hosts of a fleet file: always the same ones, and what they should run is what a person asked for.</summary>
public sealed class HostLookout(IFleet fleet, FleetFile file) : ILookout
{
    private readonly IReadOnlyList<ScrapeTarget> targets = Targets(file);

    public IReadOnlyList<string> Names { get; } = [.. file.Nodes.Select(n => n.Name)];

    public static IReadOnlyList<ScrapeTarget> Targets(FleetFile file) => [.. file.Nodes.Select(n => new ScrapeTarget(n.Name, NodeUri.Of(n)))];

    public ValueTask<IReadOnlyList<ScrapeTarget>> TargetsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(targets);

    public async ValueTask<FleetSighting> LookAsync(CancellationToken cancellationToken) => new(await fleet.ObserveAsync(cancellationToken));
}
