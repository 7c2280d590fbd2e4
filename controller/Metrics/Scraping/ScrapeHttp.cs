namespace Rollout.Metrics.Scraping;

/// <summary>HTTP as scraping wants it: to the node itself and nowhere else.</summary>
public static class ScrapeHttp
{
    /// <summary>One for all nodes; what it may not do is said at <see cref="ClosedHttp.Handler"/>.</summary>
    public static HttpMessageInvoker CreateInvoker(TimeSpan connectTimeout) => new(ClosedHttp.Handler(connectTimeout));
}
