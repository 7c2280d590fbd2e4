namespace Rollout.Metrics;

/// <summary>HTTP to the one address that was asked for and nowhere else, for every source of readings.</summary>
internal static class ClosedHttp
{
    /// <summary>
    /// No proxy from the environment, no redirects (they would carry credentials along), no cookies, nothing decompressed unseen, and what
    /// is left of a cut answer is not drained.
    /// </summary>
    public static SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
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
    };
}
