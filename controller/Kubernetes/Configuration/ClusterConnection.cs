using System.Security.Cryptography.X509Certificates;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Kubernetes.Configuration;

/// <summary>How one API server is reached, and as whom.</summary>
public sealed record ClusterConnection
{
    /// <summary>With the path below which the API lies, if any (a proxy such as Rancher's has one).</summary>
    public required Uri Server { get; init; }

    /// <summary>Who may sign the server's certificate; null: whom this machine trusts.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>The name that the server's certificate must bear, where it is not the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The server's certificate is not checked. Only where the configuration says so in so many words.</summary>
    public bool Insecure { get; init; }

    /// <summary>http, https or socks5; null: what the environment says (HTTPS_PROXY, NO_PROXY), for other than loopback.</summary>
    public Uri? Proxy { get; init; }

    public bool DisableCompression { get; init; }

    /// <summary>The namespace of what names none.</summary>
    public string Namespace { get; init; } = "default";

    public required ICredentialSource Credentials { get; init; }

    public Impersonation? Impersonation { get; init; }

    /// <summary>Where this was read: a context of a file, or the pod.</summary>
    public string Origin { get; init; } = "given in code";

    public override string ToString() =>
        $"{RedactedUrl.Of(Server)} ({Origin}, namespace {Namespace}{(Insecure ? ", certificate unchecked" : "")}"
        + $"{(Proxy is null ? "" : $", through {RedactedUrl.Of(Proxy)}")})";
}
