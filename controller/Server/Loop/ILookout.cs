using Rollout.Metrics;

namespace Rollout.Server.Loop;

/// <summary>Where a rollout's nodes are seen. Reads only; decides nothing.</summary>
public interface ILookout
{
    /// <summary>Names of the nodes as far as they are known without looking.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The nodes whose metrics are to be read, by the names that <see cref="FleetSighting.Fleet"/> has for them.</summary>
    ValueTask<IReadOnlyList<ScrapeTarget>> TargetsAsync(CancellationToken cancellationToken);

    ValueTask<FleetSighting> LookAsync(CancellationToken cancellationToken);
}
