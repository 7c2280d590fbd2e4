namespace Rollout.Metrics;

/// <summary>A node to be scraped.</summary>
/// <param name="Node">Its name in the fleet.</param>
/// <param name="Address">Scheme, host and port; a metric's own port and path replace these parts.</param>
public sealed record ScrapeTarget(string Node, Uri Address);
