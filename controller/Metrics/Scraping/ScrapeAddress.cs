using Rollout.Api;

namespace Rollout.Metrics.Scraping;

/// <summary>Where a metric is read on a node.</summary>
public static class ScrapeAddress
{
    /// <summary>The node's scheme and host, the source's port where it has one, and the source's path with its query.</summary>
    public static Uri Of(Uri node, ScrapeSource source)
    {
        var port = source.Port ?? node.Port;
        var authority = new UriBuilder(node.Scheme, node.Host, port).Uri;
        return new Uri(authority, source.Path);
    }
}
