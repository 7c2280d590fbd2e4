namespace Rollout.Metrics.Prometheus;

/// <summary>The address of a Prometheus server: its scheme, host and port, and the path under which its API lies, if any.</summary>
internal static class PrometheusAddress
{
    public const string Mend = "write its URL without /api/v1, such as http://127.0.0.1:9090 or https://thanos.example/prometheus";

    /// <summary>What is wrong with it; null where nothing is. Does not quote what may hold a password.</summary>
    public static string? Wrong(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") ? $"\"{address}\" is no URL of a server"
        : url.UserInfo.Length > 0 ? "it holds a user and password, which would be shown and logged: they belong into the secret"
        : url.Query.Length > 0 || url.Fragment.Length > 0 ? "it has a query or a fragment"
        : url.AbsolutePath.TrimEnd('/').EndsWith("/api/v1", StringComparison.Ordinal) ? "it names the API itself"
        : null;

    /// <summary>Where a call of the API goes: <c>query</c> or <c>query_range</c>.</summary>
    public static Uri Of(string server, string call)
    {
        var root = new Uri(server);
        return new Uri(root, $"{root.AbsolutePath.TrimEnd('/')}/api/v1/{call}");
    }
}
