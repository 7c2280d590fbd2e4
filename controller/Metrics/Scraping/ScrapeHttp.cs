namespace Rollout.Metrics.Scraping;

/// <summary>HTTP as scraping wants it: to the node itself and nowhere else.</summary>
public static class ScrapeHttp
{
    /// <summary>
    /// No proxy from the environment, no redirects, no cookies, nothing decompressed unseen, and what is left of a cut answer is not
    /// drained.
    /// </summary>
    public static HttpMessageInvoker CreateInvoker(TimeSpan connectTimeout) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ConnectTimeout = connectTimeout,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseHeadersLength = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(6),
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
    });
}
