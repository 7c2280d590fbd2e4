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
    /// <param name="text">Where to write.</param>
    /// <param name="spec">What ran: its first step says which family of names there is.</param>
    /// <param name="result">How it went.</param>
    public static void Write(ExpositionText text, AcceptanceProbeSpec spec, ProbeResult result)
    {
        var last = result.Steps[^1];
        var times = PhaseSums.Of(result.Steps);
        text.Gauge(BlackboxFamilies.Success, result.Passed ? 1 : 0);
        text.Gauge(BlackboxFamilies.Duration, result.Duration.TotalSeconds);
        text.Gauge(BlackboxFamilies.DnsLookup, times.Resolve.TotalSeconds);
        text.Gauge(BlackboxFamilies.FailedDueToRegex, result.Steps.Any(s => s.Facts is { FailedDueToRegex: true }) ? 1 : 0);
        if (last.Facts?.Address is { } address)
        {
            text.Gauge(BlackboxFamilies.IpProtocol, address.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4);
            text.Gauge(BlackboxFamilies.IpHash, Hash(address.GetAddressBytes()));
        }

        if (spec.Steps.Any(s => s.Http is not null))
        {
            Http(text, result, times);
        }

        if (spec.Steps.Any(s => s.Dns is not null))
        {
            Dns(text, last, times);
        }

        if (spec.Steps.Any(s => s.Grpc is not null))
        {
            Grpc(text, last, times);
        }

        if (result.Steps.LastOrDefault(s => s.Facts?.Tls is not null)?.Facts?.Tls is { } tls)
        {
            Tls(text, tls);
        }
    }

    private static void Http(ExpositionText text, ProbeResult result, StepTimes times)
    {
        Phases(text, BlackboxFamilies.HttpDuration, ("resolve", times.Resolve), ("connect", times.Connect), ("tls", times.Tls), ("processing", times.FirstByte), ("transfer", times.Transfer));
        if (result.Steps.LastOrDefault(s => s.Facts?.Status is not null)?.Facts is not { } facts)
        {
            text.Gauge(BlackboxFamilies.HttpStatus, 0);
            return;
        }

        text.Gauge(BlackboxFamilies.HttpStatus, facts.Status!.Value);
        text.Gauge(BlackboxFamilies.HttpLength, facts.ContentLength ?? -1);
        text.Gauge(BlackboxFamilies.HttpBodyLength, facts.BodyBytes ?? 0);
        text.Gauge(BlackboxFamilies.HttpRedirects, result.Steps.Sum(s => s.Facts?.Redirects ?? 0));
        text.Gauge(BlackboxFamilies.HttpSsl, facts.Secure == true ? 1 : 0);
        text.Gauge(BlackboxFamilies.HttpVersion, double.Parse(facts.HttpVersion ?? "0", CultureInfo.InvariantCulture));
    }

    private static void Dns(ExpositionText text, StepResult step, StepTimes times)
    {
        Phases(text, BlackboxFamilies.DnsDuration, ("resolve", times.Resolve), ("connect", times.Connect), ("request", times.FirstByte));
        text.Gauge(BlackboxFamilies.DnsSucceeded, step.Facts?.DnsRecords is null ? 0 : 1);
        if (step.Facts?.DnsRecords is var (answer, authority, additional))
        {
            text.Gauge(BlackboxFamilies.DnsAnswers, answer);
            text.Gauge(BlackboxFamilies.DnsAuthorities, authority);
            text.Gauge(BlackboxFamilies.DnsAdditionals, additional);
        }
    }

    private static void Grpc(ExpositionText text, StepResult step, StepTimes times)
    {
        Phases(text, BlackboxFamilies.GrpcDuration, ("resolve", times.Resolve), ("connect", times.Connect), ("tls", times.Tls), ("check", times.FirstByte));
        text.Gauge(BlackboxFamilies.GrpcSsl, step.Facts?.Secure == true ? 1 : 0);
        text.Gauge(BlackboxFamilies.GrpcStatus, step.Facts?.GrpcStatus ?? 2);
        text.Family(BlackboxFamilies.GrpcHealth);
        foreach (var known in (string[])["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"])
        {
            text.Sample(BlackboxFamilies.GrpcHealth, step.Facts?.GrpcHealth == known ? 1 : 0, ("serving_status", known));
        }
    }

    private static void Tls(ExpositionText text, TlsFacts tls)
    {
        text.Gauge(BlackboxFamilies.TlsEarliestExpiry, tls.EarliestExpiry.ToUnixTimeSeconds());
        text.Gauge(BlackboxFamilies.TlsChainExpiry, (tls.LatestVerifiedExpiry ?? tls.EarliestExpiry).ToUnixTimeSeconds());
        text.Family(BlackboxFamilies.TlsChain);
        text.Sample(BlackboxFamilies.TlsChain, 1, ("fingerprint_sha256", tls.Fingerprint), ("issuer", tls.Issuer), ("subject", tls.Subject));
        text.Family(BlackboxFamilies.TlsVersion);
        text.Sample(BlackboxFamilies.TlsVersion, 1, ("version", tls.Version));
    }

    private static void Phases(ExpositionText text, MetricFamily family, params ReadOnlySpan<(string Theirs, TimeSpan Took)> phases)
    {
        text.Family(family);
        foreach (var (theirs, took) in phases)
        {
            text.Sample(family, took.TotalSeconds, ("phase", theirs));
        }
    }

    /// <summary>FNV-1a of 32 bits over the address, as theirs.</summary>
    private static uint Hash(byte[] bytes) => bytes.Aggregate(2166136261u, (hash, b) => (hash ^ b) * 16777619u);
}
