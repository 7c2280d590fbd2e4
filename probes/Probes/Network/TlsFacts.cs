namespace Rollout.Probes.Network;

/// <summary>What a TLS handshake showed.</summary>
/// <param name="Version">"TLS 1.3".</param>
/// <param name="Subject">Of the server's certificate.</param>
/// <param name="Issuer">Of the server's certificate.</param>
/// <param name="EarliestExpiry">When the first certificate of the chain as sent ends.</param>
/// <param name="LatestVerifiedExpiry">The same of the verified chain; null where nothing was verified.</param>
/// <param name="Fingerprint">SHA-256 of the server's certificate, hex.</param>
/// <param name="Wrong">What verification found and the settings let pass; null where nothing.</param>
public sealed record TlsFacts(
    string Version, string Subject, string Issuer, DateTimeOffset EarliestExpiry, DateTimeOffset? LatestVerifiedExpiry, string Fingerprint, string? Wrong);
