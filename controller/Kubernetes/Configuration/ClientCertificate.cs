using System.Security.Cryptography.X509Certificates;

namespace Rollout.Kubernetes.Configuration;

/// <summary>A certificate with its private key, and the intermediates to send along.</summary>
public sealed class ClientCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
{
    public X509Certificate2 Leaf { get; } = leaf;

    public X509Certificate2Collection Intermediates { get; } = intermediates;

    /// <summary>Two of the same thumbprint are the same on the wire.</summary>
    public string Thumbprint => Leaf.Thumbprint;

    public override string ToString() => $"certificate {Leaf.Thumbprint[..8]} until {Leaf.NotAfter.ToUniversalTime():O}";
}
