namespace Rollout.Probes.Exposition;

/// <summary>The families of the Prometheus blackbox exporter (0.23): their names and what they say of themselves.</summary>
internal static class BlackboxFamilies
{
    public static readonly MetricFamily Success = Gauge("probe_success", "Displays whether or not the probe was a success");
    public static readonly MetricFamily Duration = Gauge("probe_duration_seconds", "Returns how long the probe took to complete in seconds");
    public static readonly MetricFamily DnsLookup = Gauge("probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds");
    public static readonly MetricFamily FailedDueToRegex = Gauge("probe_failed_due_to_regex", "Indicates if probe failed due to regex");
    public static readonly MetricFamily IpProtocol = Gauge("probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6");
    public static readonly MetricFamily IpHash = Gauge("probe_ip_addr_hash", "Specifies the hash of IP address. It's useful to detect if the IP address changes.");

    public static readonly MetricFamily HttpDuration = Gauge("probe_http_duration_seconds", "Duration of http request by phase, summed over all redirects");
    public static readonly MetricFamily HttpStatus = Gauge("probe_http_status_code", "Response HTTP status code");
    public static readonly MetricFamily HttpLength = Gauge("probe_http_content_length", "Length of http content response");
    public static readonly MetricFamily HttpBodyLength = Gauge("probe_http_uncompressed_body_length", "Length of uncompressed response body");
    public static readonly MetricFamily HttpRedirects = Gauge("probe_http_redirects", "The number of redirects");
    public static readonly MetricFamily HttpSsl = Gauge("probe_http_ssl", "Indicates if SSL was used for the final redirect");
    public static readonly MetricFamily HttpVersion = Gauge("probe_http_version", "Returns the version of HTTP of the probe response");

    public static readonly MetricFamily DnsDuration = Gauge("probe_dns_duration_seconds", "Duration of DNS request by phase");
    public static readonly MetricFamily DnsSucceeded = Gauge("probe_dns_query_succeeded", "Displays whether or not the query was executed successfully");
    public static readonly MetricFamily DnsAnswers = Gauge("probe_dns_answer_rrs", "Returns number of entries in the answer resource record list");
    public static readonly MetricFamily DnsAuthorities = Gauge("probe_dns_authority_rrs", "Returns number of entries in the authority resource record list");
    public static readonly MetricFamily DnsAdditionals = Gauge("probe_dns_additional_rrs", "Returns number of entries in the additional resource record list");

    public static readonly MetricFamily GrpcDuration = Gauge("probe_grpc_duration_seconds", "Duration of gRPC request by phase");
    public static readonly MetricFamily GrpcSsl = Gauge("probe_grpc_ssl", "Indicates if SSL was used for the connection");
    public static readonly MetricFamily GrpcStatus = Gauge("probe_grpc_status_code", "Response gRPC status code");
    public static readonly MetricFamily GrpcHealth = Gauge("probe_grpc_healthcheck_response", "Response HealthCheck response");

    public static readonly MetricFamily TlsEarliestExpiry = Gauge("probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime");
    public static readonly MetricFamily TlsChainExpiry = Gauge("probe_ssl_last_chain_expiry_timestamp_seconds", "Returns last SSL chain expiry in timestamp");
    public static readonly MetricFamily TlsChain = Gauge("probe_ssl_last_chain_info", "Contains SSL leaf certificate information");
    public static readonly MetricFamily TlsVersion = Gauge("probe_tls_version_info", "Returns the TLS version used or NaN when unknown");

    private static MetricFamily Gauge(string name, string help) => new(name, "gauge", help);
}
