using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>The nodes' own exposition, scraped directly.</summary>
/// <param name="Port">Left out: the node's own port.</param>
/// <param name="Path">Begins with a slash.</param>
public sealed record ScrapeSource(
    [property: Field(Least = 1, Most = 65535)] int? Port = null,
    [property: Field(Pattern = @"^/\S*$")] string Path = "/metrics");
