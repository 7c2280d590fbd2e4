using System.Net;
using Rollout.Probes.Network;

namespace Rollout.Probes;

/// <summary>What a step learnt, for metrics and for people; null for what its kind does not know.</summary>
public sealed record StepFacts
{
    public IPAddress? Address { get; init; }

    public int? Status { get; init; }

    /// <summary>"1.1", "2".</summary>
    public string? HttpVersion { get; init; }

    public int Redirects { get; init; }

    /// <summary>Whether the last answer came over TLS.</summary>
    public bool? Secure { get; init; }

    /// <summary>What the header Content-Length says; -1 where it says nothing.</summary>
    public long? ContentLength { get; init; }

    /// <summary>Bytes of the body, decompressed.</summary>
    public long? BodyBytes { get; init; }

    public TlsFacts? Tls { get; init; }

    /// <summary>What did not hold was a regular expression.</summary>
    public bool FailedDueToRegex { get; init; }

    /// <summary>Records in the answer, authority and additional sections of DNS.</summary>
    public (int Answer, int Authority, int Additional)? DnsRecords { get; init; }

    public int? GrpcStatus { get; init; }

    /// <summary>"SERVING" and so on.</summary>
    public string? GrpcHealth { get; init; }

    public int? ExitCode { get; init; }
}
