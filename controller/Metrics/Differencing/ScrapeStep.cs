using Rollout.Judge;

namespace Rollout.Metrics.Differencing;

/// <summary>What one boundary brought.</summary>
/// <param name="State">To go on with.</param>
/// <param name="Buckets">None, or the one that the boundary closed.</param>
/// <param name="LeftOut">Nodes that are not in the bucket (or, without one, gave no reading now), each with its reason.</param>
/// <param name="Waiting">Why there is no bucket; null where there is one.</param>
public sealed record ScrapeStep(ScrapeState State, IReadOnlyList<FleetBucket> Buckets, IReadOnlyDictionary<string, string> LeftOut, string? Waiting);
