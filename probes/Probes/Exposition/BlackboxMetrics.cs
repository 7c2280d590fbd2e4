using System.Globalization;
using System.Net.Sockets;
using Rollout.Api;
using Rollout.Probes.Network;

namespace Rollout.Probes.Exposition;

/// <summary>
/// One run under the names that the Prometheus blackbox exporter uses (0.23), so that its dashboards and alerts go on working. Pure.
/// </summary>
public static class BlackboxMetrics
{
    /// <param name="spec">What ran: its first step says which family of names there is.</param>
    /// <param name="result">How it went.</param>
    public static string Write(AcceptanceProbeSpec spec, ProbeResult result)
    {
        var text = new ExpositionText();
        var last = result.Steps[^1];
        var phases = PhaseSums.Of(result.Steps).ToDictionary(p => p.Phase, p => p.Took.TotalSeconds, StringComparer.Ordinal);
        text.Gauge("probe_success", result.Passed ? 1 : 0, "Displays whether or not the probe was a success");
        text.Gauge("probe_duration_seconds", result.Duration.TotalSeconds, "Returns how long the probe took to complete in seconds");
        text.Gauge("probe_dns_lookup_time_seconds", phases["resolve"], "Returns the time taken for probe dns lookup in seconds");
        text.Gauge("probe_failed_due_to_regex", result.Steps.Any(s => s.Facts is { FailedDueToRegex: true }) ? 1 : 0, "Indicates if probe failed due to regex");
        if (last.Facts?.Address is { } address)
        {
            text.Gauge("probe_ip_protocol", address.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4, "Specifies whether probe ip protocol is IP4 or IP6");
            text.Gauge("probe_ip_addr_hash", Hash(address.GetAddressBytes()), "Specifies the hash of IP address. It's useful to detect if the IP address changes.");
        }

        if (spec.Steps.Any(s => s.Http is not null))
        {
            Http(text, result, phases);
        }

        if (spec.Steps.Any(s => s.Dns is not null))
        {
            Dns(text, last, phases);
        }

        if (spec.Steps.Any(s => s.Grpc is not null))
        {
            Grpc(text, last, phases);
        }

        if (result.Steps.Select(s => s.Facts?.Tls).LastOrDefault(t => t is not null) is { } tls)
        {
            Tls(text, tls);
        }

        return text.ToString();
    }

    private static void Http(ExpositionText text, ProbeResult result, Dictionary<string, double> phases)
    {
        text.Family("probe_http_duration_seconds", "gauge", "Duration of http request by phase, summed over all redirects");
        Phases(text, "probe_http_duration_seconds", phases, ("resolve", "resolve"), ("connect", "connect"), ("tls", "tls"), ("processing", "first_byte"), ("transfer", "transfer"));
        if (result.Steps.LastOrDefault(s => s.Facts?.Status is not null)?.Facts is not { } facts)
        {
            text.Gauge("probe_http_status_code", 0, "Response HTTP status code");
            return;
        }

        text.Gauge("probe_http_status_code", facts.Status!.Value, "Response HTTP status code");
        text.Gauge("probe_http_content_length", facts.ContentLength ?? -1, "Length of http content response");
        text.Gauge("probe_http_uncompressed_body_length", facts.BodyBytes ?? 0, "Length of uncompressed response body");
        text.Gauge("probe_http_redirects", result.Steps.Sum(s => s.Facts?.Redirects ?? 0), "The number of redirects");
        text.Gauge("probe_http_ssl", facts.Secure == true ? 1 : 0, "Indicates if SSL was used for the final redirect");
        text.Gauge("probe_http_version", double.Parse(facts.HttpVersion ?? "0", CultureInfo.InvariantCulture), "Returns the version of HTTP of the probe response");
    }

    private static void Dns(ExpositionText text, StepResult step, Dictionary<string, double> phases)
    {
        text.Family("probe_dns_duration_seconds", "gauge", "Duration of DNS request by phase");
        Phases(text, "probe_dns_duration_seconds", phases, ("resolve", "resolve"), ("connect", "connect"), ("request", "first_byte"));
        text.Gauge("probe_dns_query_succeeded", step.Facts?.DnsRecords is null ? 0 : 1, "Displays whether or not the query was executed successfully");
        if (step.Facts?.DnsRecords is var (answer, authority, additional))
        {
            text.Gauge("probe_dns_answer_rrs", answer, "Returns number of entries in the answer resource record list");
            text.Gauge("probe_dns_authority_rrs", authority, "Returns number of entries in the authority resource record list");
            text.Gauge("probe_dns_additional_rrs", additional, "Returns number of entries in the additional resource record list");
        }
    }

    private static void Grpc(ExpositionText text, StepResult step, Dictionary<string, double> phases)
    {
        text.Family("probe_grpc_duration_seconds", "gauge", "Duration of gRPC request by phase");
        Phases(text, "probe_grpc_duration_seconds", phases, ("resolve", "resolve"), ("connect", "connect"), ("tls", "tls"), ("check", "first_byte"));
        text.Gauge("probe_grpc_ssl", step.Facts?.Secure == true ? 1 : 0, "Indicates if SSL was used for the connection");
        text.Gauge("probe_grpc_status_code", step.Facts?.GrpcStatus ?? 2, "Response gRPC status code");
        text.Family("probe_grpc_healthcheck_response", "gauge", "Response HealthCheck response");
        foreach (var known in (string[])["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"])
        {
            text.Sample("probe_grpc_healthcheck_response", step.Facts?.GrpcHealth == known ? 1 : 0, ("serving_status", known));
        }
    }

    private static void Tls(ExpositionText text, TlsFacts tls)
    {
        text.Gauge("probe_ssl_earliest_cert_expiry", tls.EarliestExpiry.ToUnixTimeSeconds(), "Returns last SSL chain expiry in unixtime");
        text.Gauge("probe_ssl_last_chain_expiry_timestamp_seconds", (tls.LatestVerifiedExpiry ?? tls.EarliestExpiry).ToUnixTimeSeconds(), "Returns last SSL chain expiry in timestamp");
        text.Family("probe_ssl_last_chain_info", "gauge", "Contains SSL leaf certificate information");
        text.Sample("probe_ssl_last_chain_info", 1, ("fingerprint_sha256", tls.Fingerprint), ("issuer", tls.Issuer), ("subject", tls.Subject));
        text.Family("probe_tls_version_info", "gauge", "Returns the TLS version used or NaN when unknown");
        text.Sample("probe_tls_version_info", 1, ("version", tls.Version));
    }

    private static void Phases(ExpositionText text, string name, Dictionary<string, double> phases, params (string Theirs, string Ours)[] names)
    {
        foreach (var (theirs, ours) in names)
        {
            text.Sample(name, phases[ours], ("phase", theirs));
        }
    }

    /// <summary>FNV-1a of 32 bits over the address, as theirs.</summary>
    private static uint Hash(byte[] bytes) => bytes.Aggregate(2166136261u, (hash, b) => (hash ^ b) * 16777619u);
}
