using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>How a TLS server is verified.</summary>
public sealed record TlsSettings
{
    /// <summary>The name that the certificate must bear. Left out: the header Host's, else the target's.</summary>
    [Field(MaxLength = 253)]
    public string? ServerName { get; init; }

    /// <summary>A file of the certificates (PEM) that are trusted instead of the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether a certificate that nobody vouches for passes. Said in the result.</summary>
    public bool SkipVerify { get; init; }
}
