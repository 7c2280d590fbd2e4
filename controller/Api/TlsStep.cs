namespace Rollout.Api;

/// <summary>A TLS handshake: the chain is verified, and how long it still holds is compared with <see cref="Expectation.ValidDays"/>.</summary>
public sealed record TlsStep
{
    /// <summary>Null: the target's.</summary>
    public int? Port { get; init; }

    public TlsSettings Settings { get; init; } = new();
}
