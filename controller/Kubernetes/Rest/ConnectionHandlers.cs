using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Rollout.Kubernetes.Configuration;

namespace Rollout.Kubernetes.Rest;

/// <summary>Makes the handler that speaks TLS and HTTP for one connection and one client certificate.</summary>
internal static class ConnectionHandlers
{
    public static SocketsHttpHandler Create(ClusterConnection connection, ClientCertificate? certificate, ClientLimits limits)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = limits.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            EnableMultipleHttp2Connections = true,
            // A peer that vanished without a word is found by pings, also under a silent watch.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // Left to AnswerBodies: the handler would ask for compressed watches as well, and those come late.
            AutomaticDecompression = DecompressionMethods.None,
            SslOptions = Tls(connection, certificate),
        };
        if (connection.Proxy is { } proxy)
        {
            handler.Proxy = Through(proxy);
        }
        else
        {
            handler.UseProxy = !connection.Server.IsLoopback;
        }

        return handler;
    }

    private static WebProxy Through(Uri proxy)
    {
        var parts = proxy.UserInfo.Split(':', 2);

        // Without who we are: .NET names the proxy in its errors, with all that stands in its address.
        return new WebProxy(new UriBuilder(proxy) { UserName = "", Password = "" }.Uri)
        {
            Credentials = proxy.UserInfo.Length == 0
                ? null
                : new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : ""),
        };
    }

    private static SslClientAuthenticationOptions Tls(ClusterConnection connection, ClientCertificate? certificate)
    {
        var options = new SslClientAuthenticationOptions();
        if (certificate is not null)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate.Leaf, certificate.Intermediates, offline: true);
        }

        if (connection.Insecure)
        {
#pragma warning disable CA5359 // Only where the configuration says insecure-skip-tls-verify.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (connection.CertificateAuthorities is { } authorities)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }
}
