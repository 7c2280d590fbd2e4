namespace Rollout.Api;

/// <summary>The nodes' own exposition, scraped directly.</summary>
/// <param name="Port">Null: the port of the node's address.</param>
/// <param name="Path">Begins with a slash.</param>
public sealed record ScrapeSource(int? Port = null, string Path = "/metrics");
