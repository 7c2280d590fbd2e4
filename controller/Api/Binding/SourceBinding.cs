namespace Rollout.Api.Binding;

/// <summary>Binds a metric's <c>source</c>: exactly one of prometheus and scrape.</summary>
internal static class SourceBinding
{
    private const string Mend = "write 'prometheus: {address: ...}' or 'scrape: {path: /metrics}'";

    public static MetricSource? Bind(FieldReader metric)
    {
        if (metric.Require("source", Mend) is not { } node || FieldReader.Open(node, metric.Problems) is not { } fields)
        {
            return null;
        }

        if (fields.Has("prometheus") == fields.Has("scrape"))
        {
            metric.Problems.Add(fields.Place, fields.Has("scrape") ? "has both prometheus and scrape" : "says not where the metric is read", Mend);
        }

        var prometheus = fields.Map("prometheus") is { } server ? Prometheus(server) : null;
        var scrape = fields.Map("scrape") is { } nodes ? Scrape(nodes) : null;
        fields.Close();
        return new MetricSource { Prometheus = prometheus, Scrape = scrape };
    }

    /// <summary>Without an address it is the controller's own server: whether there is one, the metric's validation knows.</summary>
    private static PrometheusSource Prometheus(FieldReader fields)
    {
        var address = fields.Text("address");
        if (address is not null && !(Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            fields.Problems.Add(fields.At("address"), $"'{address}' is no URL of a server", "write http:// or https://, a host and a port");
        }
        else if (address is not null && new Uri(address).UserInfo.Length > 0)
        {
            fields.Problems.Add(fields.At("address"), "holds a user and password, which would be shown and logged", "put them into a secret and name it under secretRef");
        }

        string? secret = null;
        if (fields.Map("secretRef") is { } reference)
        {
            secret = reference.RequiredHost("name");
            reference.Close();
        }

        fields.Close();
        return new PrometheusSource(address, secret);
    }

    private static ScrapeSource Scrape(FieldReader fields)
    {
        var port = fields.WholeNumber("port", 1, 65535);
        var path = fields.Text("path") ?? "/metrics";
        if (!path.StartsWith('/') || path.Any(char.IsWhiteSpace))
        {
            fields.Problems.Add(fields.At("path"), $"'{path}' is no path", "begin it with '/', without spaces");
        }

        fields.Close();
        return new ScrapeSource(port, path);
    }
}
