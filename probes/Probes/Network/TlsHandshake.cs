using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rollout.Api;

namespace Rollout.Probes.Network;

/// <summary>Makes a connection a TLS one, verified, and notes what the handshake showed.</summary>
internal static class TlsHandshake
{
    /// <exception cref="TlsFailureException">Not TLS, or a certificate that is not accepted.</exception>
    public static async ValueTask<SslStream> SecureAsync(
        Stream plain, string host, TlsSettings settings, IReadOnlyList<SslApplicationProtocol> protocols, PhaseClock clock, CancellationToken cancellationToken)
    {
        var since = clock.Now;
        var judged = new Judgement();
        var secure = new SslStream(new PooledStream(plain), leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(Options(host, settings, protocols, judged), cancellationToken).ConfigureAwait(false);
            clock.Certificate = judged.Facts! with { Version = Name(secure.SslProtocol), Wrong = judged.Wrong };
            return secure;
        }
        catch (AuthenticationException e)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new TlsFailureException(judged.Wrong ?? $"no TLS handshake: {e.GetBaseException().Message}", e);
        }
        catch (IOException e)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new TlsFailureException($"no TLS handshake: {e.GetBaseException().Message}", e);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            clock.Secured(since);
        }
    }

    private static SslClientAuthenticationOptions Options(
        string? host, TlsSettings settings, IReadOnlyList<SslApplicationProtocol> protocols, Judgement judged)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.ServerName ?? host,
            ApplicationProtocols = protocols.Count > 0 ? [.. protocols] : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => judged.Judge(certificate, chain, errors, settings),
        };
        if (settings.CaFile is { } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(TrustedFile.Read(file));
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => $"{protocol}",
    };

    private sealed class Judgement
    {
        public string? Wrong { get; private set; }

        public TlsFacts? Facts { get; private set; }

        public bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, TlsSettings settings)
        {
            if (certificate is not X509Certificate2 server)
            {
                Wrong = "the server sent no certificate";
                return false;
            }

            var sent = chain is null ? [server] : chain.ChainElements.Select(e => e.Certificate).Append(server).ToList();
            var earliest = sent.Min(c => c.NotAfter.ToUniversalTime());
            Facts = new TlsFacts("", server.Subject, server.Issuer, new DateTimeOffset(earliest),
                errors == SslPolicyErrors.None ? new DateTimeOffset(earliest) : null,
                Convert.ToHexStringLower(server.GetCertHash(HashAlgorithmName.SHA256)), null);
            Wrong = errors switch
            {
                SslPolicyErrors.None => null,
                _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
                    $"the certificate of {Shown(server)} is for another name than {settings.ServerName ?? "the target's"}",
                _ => $"the certificate of {Shown(server)} is not trusted: {Chain(chain)}",
            };
            return Wrong is null || settings.SkipVerify;
        }

        private static string Shown(X509Certificate2 server) => Redaction.Shown(server.Subject, 120);

        private static string Chain(X509Chain? chain) => chain is null ? "no chain"
            : string.Join(", ", chain.ChainStatus.Select(s => s.Status.ToString()).Distinct(StringComparer.Ordinal).DefaultIfEmpty("no reason given"));
    }
}
