using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A conversation over TCP, line by line.</summary>
public sealed record TcpStep
{
    /// <summary>Left out: the target's.</summary>
    [Field(Least = 1, Most = 65535)]
    public int? Port { get; init; }

    /// <summary>TLS from the first byte; {} as usual. Left out: plain.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>What is said and heard, in order. Left out: to connect is enough.</summary>
    public IReadOnlyList<TcpTurn> Talk { get; init; } = [];
}
