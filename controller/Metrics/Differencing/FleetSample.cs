using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>All nodes at one boundary.</summary>
/// <param name="Boundary">Aligned to the metric's interval.</param>
/// <param name="Readings">Node to its reading, or to why there is none. A node that was not asked is absent, and begins anew when it is
/// asked again.</param>
/// <param name="Canaries">The nodes that are on trial.</param>
public sealed record FleetSample(DateTimeOffset Boundary, IReadOnlyDictionary<string, NodeReading> Readings, IReadOnlySet<string> Canaries);
