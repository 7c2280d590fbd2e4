namespace Rollout.Api;

/// <summary>A question to a name server: the target, or <see cref="Server"/>.</summary>
public sealed record DnsStep
{
    /// <summary>The name asked for.</summary>
    public required string Name { get; init; }

    /// <summary>A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT, CAA or ANY.</summary>
    public string Type { get; init; } = "A";

    /// <summary>Host or host:port; null: the target.</summary>
    public string? Server { get; init; }

    /// <summary>"udp" (again over TCP when the answer is cut) or "tcp".</summary>
    public string Transport { get; init; } = "udp";

    /// <summary>Whether the server is to ask others.</summary>
    public bool Recursion { get; init; } = true;
}
