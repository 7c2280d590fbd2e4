namespace Rollout.Api;

/// <summary>One turn of a conversation: exactly one of the three.</summary>
public sealed record TcpTurn
{
    /// <summary>A line to send; its end is added.</summary>
    public string? Send { get; init; }

    /// <summary>A regular expression; lines are read until one matches.</summary>
    public string? Expect { get; init; }

    /// <summary>From here on TLS.</summary>
    public TlsSettings? StartTls { get; init; }
}
