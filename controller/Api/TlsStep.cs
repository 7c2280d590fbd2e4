using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A TLS handshake: the chain is verified, and how long it still holds is compared with <see cref="Expectation.ValidDays"/>.</summary>
public sealed record TlsStep
{
    /// <summary>Left out: the target's.</summary>
    [Field(Least = 1, Most = 65535)]
    public int? Port { get; init; }

    [Field(Form = FieldForm.Inline)]
    public TlsSettings Settings { get; init; } = new();
}
