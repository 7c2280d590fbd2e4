namespace Rollout.Api;

/// <summary>A conversation over TCP, line by line.</summary>
public sealed record TcpStep
{
    /// <summary>Null: the target's.</summary>
    public int? Port { get; init; }

    /// <summary>TLS from the first byte; null: plain.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>In order; empty: to connect is enough.</summary>
    public IReadOnlyList<TcpTurn> Talk { get; init; } = [];
}
