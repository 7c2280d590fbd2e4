using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A question to a name server: the target, or <see cref="Server"/>.</summary>
public sealed record DnsStep
{
    /// <summary>The name asked for.</summary>
    [Field(MaxLength = 253)]
    public required string Name { get; init; }

    /// <summary>A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT, CAA or ANY.</summary>
    [Field(OneOf = ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA", "ANY"])]
    public string Type { get; init; } = "A";

    /// <summary>Host or host:port. Left out: the target.</summary>
    [Field(MaxLength = 260)]
    public string? Server { get; init; }

    /// <summary>Over udp (again over TCP when the answer is cut) or tcp.</summary>
    [Field(OneOf = ["udp", "tcp"])]
    public string Transport { get; init; } = "udp";

    /// <summary>Whether the server is to ask others.</summary>
    public bool Recursion { get; init; } = true;
}
