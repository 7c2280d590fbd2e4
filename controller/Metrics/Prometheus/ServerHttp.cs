using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Rollout.Metrics.Prometheus;

/// <summary>HTTP to one Prometheus, with the certificate that is shown to it and the authorities that it is believed by.</summary>
internal static class ServerHttp
{
    public static HttpMessageInvoker Create(ServerCredentials credentials, TimeSpan connectTimeout)
    {
        var handler = ClosedHttp.Handler(connectTimeout);
        if (credentials.Certificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        if (credentials.Authorities is { } authorities)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, chain, errors) => IsSigned(shown, chain, errors, authorities);
        }

        return new HttpMessageInvoker(handler);
    }

    /// <summary>By one of the given authorities; a name that does not fit is never let pass.</summary>
    private static bool IsSigned(X509Certificate? shown, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (shown is not X509Certificate2 leaf || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var link in sent?.ChainElements.Skip(1) ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(link.Certificate);
        }

        return chain.Build(leaf);
    }
}
